import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { harmful, withHarm } from "../../testing/harmful.ts";
import { goodStage, oneAppVariant, testProject } from "../../testing/project.ts";
import { readStage } from "../read-stage.ts";

const project = testProject();
afterAll(() => project.remove());
beforeEach(() => {
  project.write("compose/pair/compose.yaml", goodStage);
  project.write("compose/pair/variants/one-app.yaml", oneAppVariant);
});

const problemsOf = (variant?: string) => {
  const read = readStage(project.composeDir, "pair", variant);
  return "problems" in read ? read.problems : [];
};

/** Refused, and each refusal says where. */
function expectRefused(variant?: string): void {
  const problems = problemsOf(variant);
  expect(problems).not.toEqual([]);
  for (const { what, place } of problems) {
    expect(what).not.toMatch(/undefined|\[object/);
    expect(place).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  }
}

test("there are two hundred of them, and the stage that they are put into is good", () => {
  expect(harmful.length).toBeGreaterThanOrEqual(200);
  expect(problemsOf()).toEqual([]);
  expect(problemsOf("one-app")).toEqual([]);
});

describe("is refused, with line and column", () => {
  test.each(harmful.map((one) => [(one.service ?? one.top)![0]!, one] as const))("%s", (_line, one) => {
    project.write("compose/pair/compose.yaml", withHarm(goodStage, one));
    expectRefused();
  });
});

describe("is refused in a variant as well", () => {
  test.each(harmful.map((one) => [(one.service ?? one.top)![0]!, one] as const))(
    "%s",
    (_line, { service, top }) => {
      const text = service ? `services:\n  lb:\n    ${service[0]}\n` : `services: {lb: {}}\n${top![0]}\n`;
      project.write("compose/pair/variants/one-app.yaml", text);
      expectRefused("one-app");
    },
  );
});

describe("is refused in a base as well", () => {
  test.each(harmful.flatMap((one) => (one.service ? [[one.service[0]!] as const] : [])))("%s", (line) => {
    project.write("compose/pair/variants/base.yaml", `services:\n  base:\n    ${line}\n`);
    const over = "services:\n  lb: {extends: {file: variants/base.yaml, service: base}}\n";
    project.write("compose/pair/variants/one-app.yaml", over);
    expectRefused("one-app");
  });
});

describe("by a detour", () => {
  test("an anchor that is merged in", () => {
    const anchored = `x-evil: &evil {privileged: true}\n${goodStage.replace("  lb:\n", "  lb:\n    <<: *evil\n")}`;
    project.write("compose/pair/compose.yaml", anchored);
    expectRefused();
  });

  test("a list of anchors that are merged in", () => {
    const anchored = `x-evil: &evil {pid: host}\nx-good: &good {init: true}\n${goodStage.replace("  lb:\n", "  lb:\n    <<: [*good, *evil]\n")}`;
    project.write("compose/pair/compose.yaml", anchored);
    expectRefused();
  });

  test("a list that a variant overrides with a tag", () => {
    project.write("compose/pair/variants/one-app.yaml", 'services: {lb: {volumes: !override ["/:/host"]}}\n');
    expectRefused("one-app");
  });

  test("a second document in the file", () => {
    project.write("compose/pair/compose.yaml", `${goodStage}---\nservices: {lb: {privileged: true}}\n`);
    expectRefused();
  });

  test.each([
    ["a config", "configs: {a: {file: ./link}}", ""],
    ["a config in a folder that is a link", "configs: {a: {file: ./folder/passwd}}", ""],
    ["a config behind a link that leads nowhere yet", "configs: {a: {file: ./dangling}}", ""],
    ["a secret", "secrets: {a: {file: ./link}}", ""],
    ["a mount", "", 'volumes: ["./link:/x:ro"]'],
    ["a build", "", "build: {context: ./folder}"],
  ])("a symbolic link out of the stage's folder: %s", (_name, top, service) => {
    const at = (name: string) => join(project.composeDir, "pair", name);
    for (const [name, to] of [
      ["link", "/etc/passwd"],
      ["folder", "/etc"],
      ["dangling", "/nonexistent/file"],
    ] as const)
      link(to, at(name));
    project.write(
      "compose/pair/compose.yaml",
      withHarm(goodStage, top ? { top: [top] } : { service: [service] }),
    );
    expectRefused();
  });

  test("a link within the stage's folder, and a file that all stages share, are no harm", () => {
    const at = (name: string) => join(project.composeDir, "pair", name);
    writeFileSync(at("own.txt"), "own\n");
    link("own.txt", at("to-own"));
    mkdirSync(join(project.composeDir, "shared"), { recursive: true });
    writeFileSync(join(project.composeDir, "shared/all.txt"), "all\n");
    const configs = "configs: {a: {file: ./to-own}, b: {file: ../shared/all.txt}}";
    project.write("compose/pair/compose.yaml", `${goodStage}${configs}\n`);
    expect(problemsOf()).toEqual([]);
  });

  test("a base that extends itself ends", () => {
    project.write(
      "compose/pair/variants/one-app.yaml",
      "services: {lb: {extends: {file: variants/one-app.yaml, service: lb}}}\n",
    );
    expect(problemsOf("one-app")).toEqual([]);
  });
});

function link(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
  }
}
