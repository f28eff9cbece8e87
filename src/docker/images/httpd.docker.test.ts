import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const prefix = "/usr/local/apache2";
const config = `${prefix}/conf/httpd.conf`;
const big = 8_000_000;

/** An HTTP request with bash alone: the official image has no client. */
const ask = (path: string) =>
  `exec 3<>/dev/tcp/127.0.0.1/80 && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3`;
const get = (container: TestContainer, path: string) =>
  container.exec(["bash", "-c", `${ask(path)} && cat <&3`]);

/** The smallest site of one's own; what may be built in or a module is loaded only where it is a module. */
const site = (model: string) => `ServerRoot "${prefix}"
ServerName contract
Listen 80
LoadModule mpm_${model}_module modules/mod_mpm_${model}.so
LoadModule authz_core_module modules/mod_authz_core.so
<IfModule !unixd_module>
  LoadModule unixd_module modules/mod_unixd.so
</IfModule>
User www-data
Group www-data
DocumentRoot "${prefix}/htdocs"
ErrorLog /proc/self/fd/2
`;

describe("httpd keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("httpd");
    server = await contract.start({ files: { [`${prefix}/htdocs/big`]: { text: "x".repeat(big) } } });
    await until("httpd answers", async () => (await get(server, "/")).stdout.includes("200 OK"));
  });
  afterAll(() => contract?.close());

  it("serves htdocs on port 80, as conf/httpd.conf says", async () => {
    expect((await get(server, "/")).stdout.toLowerCase()).toContain("it works");
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toBe('{"80/tcp":{}}');
    expect((await server.exec(["sh", "-c", "pwd; echo $HTTPD_PREFIX; ls conf/httpd.conf"])).stdout).toBe(
      `${prefix}\n${prefix}\nconf/httpd.conf`,
    );
  });

  it("is PID 1, with children as www-data", async () => {
    const script =
      'read -r name </proc/1/comm; echo "$name"; for p in /proc/[0-9]*; do grep -qx httpd "$p/comm" && awk \'/^Uid/{print $2}\' "$p/status"; done | sort -nu';
    expect((await server.exec(["bash", "-c", script])).stdout.split("\n")).toEqual(["httpd", "0", "33"]);
  });

  it("logs access to stdout and errors to stderr", async () => {
    await get(server, "/missing");
    await until("both", async () => {
      const { stdout, stderr } = await server.logs();
      return stdout.includes("GET /missing") && stderr.includes("configured -- resuming normal operations");
    });
  });

  it("has its tools in the path", async () => {
    expect(
      (
        await server.exec(["sh", "-c", "for tool in httpd htpasswd ab; do command -v $tool; done"])
      ).stdout.split("\n"),
    ).toEqual(["httpd", "htpasswd", "ab"].map((tool) => `${prefix}/bin/${tool}`));
  });

  it("stops with SIGWINCH: answers that are under way are finished", async () => {
    expect(await contract.inspect("{{.Config.StopSignal}}")).toBe("SIGWINCH");
    const slow = server.exec([
      "bash",
      "-c",
      `${ask("/big")} && { head -c 1000 <&3; until [ -e /tmp/go ]; do sleep 0.05; done; cat <&3; } | wc -c`,
    ]);
    const connected = "grep -q ' 0100007F:0050 0100007F:[0-9A-F]* 01 ' /proc/net/tcp";
    const underWay = async () => (await server.exec(["bash", "-c", connected])).code === 0;
    await until("the slow answer is under way", underWay);
    const stopped = server.stop();
    const listens = "grep -q ':0050 [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6";
    await until(
      "new connections are refused",
      async () => (await server.exec(["bash", "-c", listens])).code === 1,
    );
    await server.exec(["touch", "/tmp/go"]);
    expect(Number((await slow).stdout)).toBeGreaterThan(big);
    expect(await stopped).toBe(0);
  });

  it("starts again after it was killed", async () => {
    await server.start();
    await until("httpd answers again", async () => (await get(server, "/")).stdout.includes("200 OK"));
    await server.signal("KILL");
    await server.ended();
    await server.start();
    await until("and again", async () => (await get(server, "/")).stdout.includes("200 OK"));
  });

  it.each(["event", "worker", "prefork"])("can be told to work as %s", async (model) => {
    const ended = await contract.run({
      files: { [config]: { text: site(model) } },
      command: ["httpd", "-V"],
    });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(new RegExp(`Server MPM: +${model}`));
  });

  it("gives further words of httpd-foreground to httpd", async () => {
    const ended = await contract.run({ command: ["httpd-foreground", "-t"] });
    expect({ code: ended.code, said: ended.stderr.includes("Syntax OK") }).toEqual({ code: 0, said: true });
  });

  it("runs another command as it is", async () => {
    const { code, stdout } = await contract.run({ command: ["echo", "hello"] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "hello" });
  });

  it("refuses a broken configuration", async () => {
    const ended = await contract.run({ files: { [config]: { text: `${site("event")}Nonsense on\n` } } });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("Invalid command 'Nonsense'");
  });
});
