import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, until } from "./contract-harness.ts";

const script = {
  "/srv/script.js": { text: 'console.log("script", process.pid, ...process.argv.slice(2));\n' },
};
const program = { "/srv/program": { text: "#!/bin/sh\necho program\n", mode: 0o755 } };

describe("node keeps the official image's contract", () => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await openContract("node");
  });
  afterAll(() => contract?.close());

  it.each([
    ["flags go to node", {}, ["-p", "1 + 1"], "2"],
    ["node by its name", {}, ["node", "-p", "process.versions.node.split('.')[0]"], "24"],
    ["a word that is no command is a script", script, ["/srv/script.js", "a"], "script 1 a"],
    ["a program is run as it is", program, ["/srv/program"], "program"],
    ["a command is run as it is", {}, ["sh", "-c", "echo $0"], "sh"],
    ["starts as root", {}, ["id", "-u"], "0"],
  ])("%s", async (_, files, command, stdout) => {
    expect(await contract.run({ files, command })).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("has the user node, 1000, with a home of its own", async () => {
    const ended = await contract.run({
      flags: ["--user", "node"],
      command: ["sh", "-c", "id -u; id -g; cd ~ && touch it && pwd"],
    });
    expect(ended.stdout).toBe("1000\n1000\n/home/node");
  });

  it("brings npm in the official image only: ours holds what a finished bundle needs", async () => {
    const { code } = await contract.run({ command: ["sh", "-c", "command -v npm"] });
    expect(code === 0).toBe(contract.official);
  });

  it("hands signals to the program, which is PID 1", async () => {
    const text =
      'process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1e6); console.log("ready");\n';
    const container = await contract.start({ files: { "/srv/app.js": { text } }, command: ["/srv/app.js"] });
    await until("the program runs", async () => (await container.logs()).stdout === "ready");
    expect(await container.stop()).toBe(7);
  });
});
