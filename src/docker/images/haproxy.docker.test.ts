import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const path = "/usr/local/etc/haproxy/haproxy.cfg";
const config = `global
  stats socket /var/lib/haproxy/admin.sock level admin
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 1s
frontend quick
  bind :80
  http-request return status 200 content-type text/plain string "quick"
frontend slow
  bind :8081
  tcp-request inspect-delay 2s
  tcp-request content accept if WAIT_END
  http-request return status 200 content-type text/plain string "slow"
`;

/** An HTTP request with bash alone: the official image has no client. */
const get = (container: TestContainer, port: number) =>
  container.exec([
    "bash",
    "-c",
    `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`,
  ]);

describe("haproxy keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("haproxy");
    server = await contract.start({ files: { [path]: { text: config } } });
    await until("haproxy answers", async () => (await get(server, 80)).stdout.endsWith("quick"));
  });
  afterAll(() => contract?.close());

  it("reads /usr/local/etc/haproxy/haproxy.cfg as master and worker in the foreground, as PID 1", async () => {
    const words = (await server.exec(["cat", "/proc/1/cmdline"])).stdout.split("\0");
    expect(words[0]).toMatch(/haproxy$/);
    expect(words).toEqual(expect.arrayContaining(["-W", "-db", "-f", path]));
  });

  it("runs as user 99 and may still bind port 80", async () => {
    expect(await contract.inspect("{{.Config.User}}")).toBe("haproxy");
    expect((await server.exec(["id", "-u"])).stdout).toBe("99");
    const uids =
      "for p in /proc/[0-9]*; do grep -qx haproxy $p/comm && awk '/^Uid/{print $2}' $p/status; done | sort -u";
    expect((await server.exec(["bash", "-c", uids])).stdout).toBe("99");
  });

  it("keeps a socket in /var/lib/haproxy, its working directory", async () => {
    expect((await server.exec(["sh", "-c", "pwd; test -S admin.sock && echo socket"])).stdout).toBe(
      "/var/lib/haproxy\nsocket",
    );
  });

  it("stops with SIGUSR1: requests under way are finished", async () => {
    expect(await contract.inspect("{{.Config.StopSignal}}")).toBe("SIGUSR1");
    const slow = get(server, 8081);
    const connected = "grep -q ' 0100007F:1F91 0100007F:[0-9A-F]* 01 ' /proc/net/tcp";
    await until(
      "the slow request is under way",
      async () => (await server.exec(["bash", "-c", connected])).code === 0,
    );
    expect(await server.stop()).toBe(0);
    expect((await slow).stdout).toMatch(/200 OK[\s\S]*slow$/);
  });

  it("starts a second time", async () => {
    await server.start();
    await until("haproxy answers again", async () => (await get(server, 80)).stdout.endsWith("quick"));
  });

  it.each([
    ["a good configuration", config, 0],
    ["a broken configuration", "nonsense\n", 1],
  ])("checks %s with flags alone", async (_, text, code) => {
    const ended = await contract.run({ files: { [path]: { text } }, command: ["-c", "-f", path] });
    expect(ended.code).toBe(code);
  });

  it("runs another command as it is", async () => {
    const { code, stdout } = await contract.run({ command: ["echo", "hello"] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "hello" });
  });
});
