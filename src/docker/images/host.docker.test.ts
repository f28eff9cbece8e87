import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const file = "/etc/security-groups";
const groups = `# who may connect
group web
  allow 80 from anywhere

group range
  allow 8000-8010/tcp from 192.0.2.0/24
  allow 53/udp from 192.0.2.1   # one address

group named
  allow 3306 from localhost
`;

const flags = ["--cap-add", "NET_ADMIN", "--init"];
const ready = (container: TestContainer) =>
  until(
    "the host is ready",
    async () => (await container.exec(["test", "-e", "/run/host-ready"])).code === 0,
  );

describe("rule files of security groups", () => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await openContract("host");
  });
  afterAll(() => contract?.close());

  const check = (text: string) =>
    contract.run({ files: { [file]: { text } }, command: ["check", file], flags: ["--network", "none"] });

  it("takes a right one", async () => {
    expect(await check(groups)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it.each([
    ["allow 80 from anywhere", "this rule belongs to no group: write `group NAME` above it"],
    [
      "group g\nallow 80 anywhere",
      '"allow 80 anywhere" is not understood: write `group NAME` or `allow PORT from SOURCE`',
    ],
    ["group g\nallow 0 from anywhere", '"0" is no port: write 80, 8000-8010 or 53/udp (1 to 65535)'],
    ["group g\nallow 90-80 from anywhere", '"90-80" is no port'],
    ["group g\nallow 80/icmp from anywhere", '"80/icmp" is no port'],
    ["group g\nallow 80 from 10.0.0.1/8", '"10.0.0.1/8" is no address: 10.0.0.1/8 has host bits set'],
    ["group g\nallow 80 from 10.0.0.256", '"10.0.0.256" is no address'],
    [
      "group g\nallow 80 from web_1!",
      '"web_1!" is no source: write anywhere, 10.0.0.0/8 or the name of a server',
    ],
    ["group g\ndeny 80 from 192.0.2.1", "a security group only allows"],
    ["group g\ngroup g", 'the group "g" is there already'],
  ])("tells what is wrong with %j", async (text, problem) => {
    const { code, stderr } = await check(text);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:${text.split("\n").length}: ${problem}`);
  });

  it("tells every problem, not just the first", async () => {
    expect((await check("group g\nallow x from anywhere\nallow 80 from /")).stderr.split("\n")).toHaveLength(
      2,
    );
  });

  it("refuses to start with a group that is not there", async () => {
    const ended = await contract.run({
      files: { [file]: { text: groups } },
      env: { SECURITY_GROUPS: "web data" },
      flags,
    });
    expect(ended).toMatchObject({ code: 2, stderr: `${file} has no group "data": it has web, range, named` });
  });
});

describe("a host on a network", () => {
  let contract: Contract;
  let server: TestContainer;
  let other: TestContainer;
  let address: string;

  const reaches = async (port: number) =>
    (await other.exec(["nc", "-z", "-w1", address, String(port)])).code === 0;

  beforeAll(async () => {
    contract = await openContract("host");
    other = await contract.start({ env: { KEY_PAIR: "operator" }, flags });
    await ready(other);
    server = await contract.start({
      env: { SECURITY_GROUPS: "web range named ssh", SSH: "keys" },
      files: {
        [file]: { text: `${groups}\ngroup ssh\n  allow 22 from anywhere\n` },
        "/keys/operator.pub": { text: (await other.exec(["cat", "/keys/operator.pub"])).stdout },
      },
      flags,
    });
    await ready(server);
    address = (await server.exec(["hostname", "-i"])).stdout.trim();
    for (const port of [80, 8005, 3306]) {
      await server.exec(["sh", "-c", `nc -lk ${port} >/dev/null 2>&1 &`]);
      await until(
        "it listens",
        async () => (await server.exec(["nc", "-z", "127.0.0.1", `${port}`])).code === 0,
      );
    }
  });
  afterAll(() => contract?.close());

  it("opens what a rule allows, and nothing else", async () => {
    expect(await reaches(80)).toBe(true);
    // somebody listens on both, but for others
    expect(await reaches(8005)).toBe(false);
    expect(await reaches(3306)).toBe(false);
  });

  it("answers pings, by which faults of the network prove themselves", async () => {
    expect((await other.exec(["ping", "-c1", "-W2", address])).code).toBe(0);
  });

  it("has the rules of its groups, with names as addresses, in a table of its own", async () => {
    const { stdout } = await server.exec(["nft", "list", "table", "inet", "security-groups"]);
    expect(stdout).toContain("policy drop");
    expect(stdout).toContain("ip saddr 192.0.2.0/24 tcp dport 8000-8010 accept");
    expect(stdout).toContain("ip saddr 192.0.2.1 udp dport 53 accept");
    expect(stdout).toContain("ip saddr 127.0.0.1 tcp dport 3306 accept");
  });

  it("gets answers to what it asks itself", async () => {
    await other.exec(["sh", "-c", "nc -lk 80 >/dev/null 2>&1 &"]);
    const peer = (await other.exec(["hostname", "-i"])).stdout.trim();
    await until(
      "the other answers",
      async () => (await server.exec(["nc", "-z", "-w1", peer, "80"])).code === 0,
    );
  });

  const login = (...words: string[]) => other.exec(["ssh", ...words, address, "id", "-un"]);

  it("lets a key in, as admin, and nobody without one", async () => {
    expect(await login()).toMatchObject({ code: 0, stdout: "admin" });
    expect(await login("-o", "PubkeyAuthentication=no")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("publickey"),
    });
    expect((await login("-l", "root")).code).toBe(255);
  });

  it("takes passwords only where it is told to", async () => {
    const words = ["sshpass", "-p", "open", "ssh", "-o", "PubkeyAuthentication=no"];
    expect((await other.exec([...words, address, "true"])).code).not.toBe(0);
    const careless = await contract.start({ env: { SSH: "passwords", ADMIN_PASSWORD: "open" }, flags });
    await ready(careless);
    const there = (await careless.exec(["hostname", "-i"])).stdout.trim();
    await until("sshd listens", async () => (await other.exec(["nc", "-z", "-w1", there, "22"])).code === 0);
    expect((await other.exec([...words, there, "true"])).code).toBe(0);
    expect((await other.exec(["sshpass", "-p", "wrong", ...words.slice(3), there, "true"])).code).not.toBe(0);
  });

  it("ends at once when it is asked to", async () => {
    expect(await server.stop()).toBe(0);
  });
});
