import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { showLab } from "../src/app/show-lab.ts";
import { drawn, picture } from "./picture.mjs";

const root = join(import.meta.dirname, "..");
const file = readFileSync(join(root, "docs/evolution.svg"), "utf8");

async function panels() {
  return Promise.all(
    Object.entries(drawn).map(async ([number, alias]) => {
      const { lab, stages } = await showLab(root, number, "en");
      return { number, title: lab.title.en, topology: stages.find((one) => one.alias === alias).topology };
    }),
  );
}

test("docs/evolution.svg shows the stages as they are", async () => {
  expect(file, "node scripts/picture.mjs > docs/evolution.svg").toBe(picture(await panels()));
});

test("every server of every stage is in it", async () => {
  for (const { topology } of await panels())
    for (const { name } of topology.servers) expect(file).toContain(`>${name}</text>`);
});

test("names cannot become markup", () => {
  const server = { name: "a<b>", type: "nano", services: ["a"], asks: [], networks: ["internet"] };
  const topology = { entry: { server: "a<b>", port: 80 }, servers: [server] };
  const svg = picture([{ number: "01", title: "x & y", topology }]);
  expect(svg).toContain("a&lt;b&gt;");
  expect(svg).not.toContain("a<b>");
});
