import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const cli = async (container: TestContainer, ...words: string[]) =>
  (await container.exec(["redis-cli", ...words])).stdout;
const answers = (container: TestContainer) =>
  until("redis answers", async () => (await cli(container, "PING")) === "PONG");
const setting = async (container: TestContainer, name: string) =>
  (await cli(container, "CONFIG", "GET", name)).split("\n")[1];

describe("redis keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("redis");
    server = await contract.start({ files: { "/data/given-by-root": { text: "x" } } });
    await answers(server);
  });
  afterAll(() => contract?.close());

  it("is PID 1 and runs as user 999, to whom /data was handed over", async () => {
    const words = (await server.exec(["cat", "/proc/1/comm"])).stdout;
    expect(words).toBe("redis-server");
    expect((await server.exec(["awk", "/^[UG]id/{print $2}", "/proc/1/status"])).stdout).toBe("999\n999");
    expect((await server.exec(["stat", "-c", "%U", "/data", "/data/given-by-root"])).stdout).toBe(
      "redis\nredis",
    );
  });

  it("works in /data, a volume, and listens on 6379", async () => {
    expect(await setting(server, "dir")).toBe("/data");
    expect(await contract.inspect("{{json .Config.Volumes}}")).toBe('{"/data":{}}');
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toBe('{"6379/tcp":{}}');
  });

  it("has no configuration file of its own, and lets other machines in without a password", async () => {
    expect(await cli(server, "INFO", "server")).toMatch(/^config_file:\s*$/m);
    expect(await setting(server, "protected-mode")).toBe("no");
    const address = (await server.exec(["hostname", "-i"])).stdout.trim().split(" ")[0]!;
    expect(await cli(server, "-h", address, "PING")).toBe("PONG");
  });

  it("stops with SIGTERM, and a default one finds its keys again when it is back", async () => {
    expect(await cli(server, "SET", "kept", "yes")).toBe("OK");
    expect(await server.stop()).toBe(0);
    await server.start();
    await answers(server);
    expect(await cli(server, "GET", "kept")).toBe("yes");
  });

  it("takes flags alone", async () => {
    const volatile = await contract.start({ command: ["--save", "", "--appendonly", "no"] });
    await answers(volatile);
    expect(await cli(volatile, "SET", "gone", "yes")).toBe("OK");
    expect(await volatile.stop()).toBe(0);
    await volatile.start();
    await answers(volatile);
    expect(await cli(volatile, "EXISTS", "gone")).toBe("0");
    expect(await setting(volatile, "protected-mode")).toBe("no");
  });

  it.each([
    ["lets a file alone say what it is about", "maxclients 77\n", "no"],
    ["leaves protected mode on for a file that asks for it", "maxclients 77\nprotected-mode yes\n", "yes"],
  ])("%s", async (_, text, mode) => {
    const path = "/usr/local/etc/redis/contract.conf";
    const other = await contract.start({
      files: { [path]: { text } },
      command: [path, "--appendonly", "yes"],
    });
    await answers(other);
    expect(await setting(other, "maxclients")).toBe("77");
    expect(await setting(other, "appendonly")).toBe("yes");
    expect(await setting(other, "protected-mode")).toBe(mode);
  });

  it("leaves protected mode on for a flag that asks for it", async () => {
    const other = await contract.start({ command: ["--protected-mode", "yes"] });
    await answers(other);
    expect(await setting(other, "protected-mode")).toBe("yes");
  });

  it("refuses flags that it does not know", async () => {
    const ended = await contract.run({ command: ["--no-such-setting", "1"] });
    expect(ended.code).toBe(1);
  });

  it.each([
    ["another command as it is", ["echo", "hello"], "hello"],
    ["another command as root", ["id", "-u"], "0"],
  ])("runs %s", async (_, command, said) => {
    const { code, stdout } = await contract.run({ command });
    expect({ code, stdout }).toEqual({ code: 0, stdout: said });
  });

  it("says its version", async () => {
    expect((await contract.run({ command: ["--version"] })).stdout).toMatch(/v=8\./);
  });
});
