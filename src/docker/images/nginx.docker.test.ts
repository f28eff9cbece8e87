import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const note = (word: string) => `#!/bin/sh\necho ${word} >>/tmp/order\n`;
const site = `server {
  listen 8080;
  access_log /var/log/nginx/access.log;
  location / { return 200 "\${CONTRACT_VALUE} $host"; }
  location /slow { root /srv; limit_rate 100k; }
  location /missing { root /srv; }
}
`;

const get = (container: TestContainer, path: string) =>
  container.exec(["curl", "-sS", "--max-time", "30", `http://127.0.0.1${path}`]);

describe("nginx keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("nginx");
    server = await contract.start({
      env: { FROM_OUTSIDE: "outside" },
      files: {
        "/docker-entrypoint.d/5-first.sh": { text: note("first"), mode: 0o755 },
        "/docker-entrypoint.d/100-last.sh": { text: note("last"), mode: 0o755 },
        "/docker-entrypoint.d/50-plain.sh": { text: note("not-executable") },
        "/docker-entrypoint.d/6-env.envsh": {
          text: 'export CONTRACT_VALUE="$FROM_OUTSIDE-sourced"\n',
          mode: 0o755,
        },
        "/etc/nginx/templates/contract.conf.template": { text: site },
        "/srv/slow/file": { text: "x".repeat(200_000) },
      },
    });
    await until("nginx answers", async () => (await get(server, ":8080/")).code === 0);
  });
  afterAll(() => contract?.close());

  it("runs the executable scripts of /docker-entrypoint.d in version order", async () => {
    expect((await server.exec(["cat", "/tmp/order"])).stdout.split("\n")).toEqual(["first", "last"]);
    expect((await server.logs()).stdout + (await server.logs()).stderr).toMatch(
      /50-plain\.sh.*not executable/,
    );
  });

  it("fills templates with what *.envsh exported and leaves nginx's own variables alone", async () => {
    expect((await get(server, ":8080/")).stdout).toBe("outside-sourced 127.0.0.1");
  });

  it("serves /usr/share/nginx/html on port 80 by default", async () => {
    expect((await get(server, ":80/")).stdout.toLowerCase()).toContain("nginx");
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toBe('{"80/tcp":{}}');
  });

  it("is PID 1, with workers as user 101", async () => {
    const script =
      'read -r name </proc/1/comm; echo "$name"; for p in /proc/[0-9]*; do grep -qx nginx "$p/comm" && awk \'/^Uid/{print $2}\' "$p/status"; done | sort -nu';
    expect((await server.exec(["sh", "-c", script])).stdout.split("\n")).toEqual(["nginx", "0", "101"]);
  });

  it("logs access to stdout and errors to stderr", async () => {
    await get(server, ":8080/missing");
    await until("both lines", async () => {
      const { stdout, stderr } = await server.logs();
      return stdout.includes("GET /missing") && /\[error\].*\/srv\/missing/.test(stderr);
    });
  });

  it("stops with SIGQUIT: answers that are under way are finished", async () => {
    expect(await contract.inspect("{{.Config.StopSignal}}")).toBe("SIGQUIT");
    const slow = server.exec([
      "curl",
      "-s",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code} %{size_download}",
      "http://127.0.0.1:8080/slow/file",
    ]);
    const connected = "grep -q ' 0100007F:1F90 0100007F:[0-9A-F]* 01 ' /proc/net/tcp";
    await until(
      "the slow answer is under way",
      async () => (await server.exec(["sh", "-c", connected])).code === 0,
    );
    // in the background: the exec must not be cut off by the stop before curl has spoken
    expect(await server.stop()).toBe(0);
    expect((await slow).stdout).toBe("200 200000");
  });

  it("starts a second time", async () => {
    await server.start();
    await until(
      "nginx answers again",
      async () => (await get(server, ":8080/")).stdout === "outside-sourced 127.0.0.1",
    );
  });

  it("runs another command as it is, without the scripts", async () => {
    const { code, stdout } = await contract.run({ command: ["echo", "hello"] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "hello" });
  });

  it("refuses a broken configuration", async () => {
    const ended = await contract.run({ files: { "/etc/nginx/conf.d/broken.conf": { text: "nonsense;\n" } } });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('unknown directive "nonsense"');
  });
});
