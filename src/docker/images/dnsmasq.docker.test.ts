import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const path = "/etc/names";
const names = `# the site
127.0.0.11   www.commons.test
127.0.0.12   www.commons.test both.commons.test   # two addresses
localhost    self.commons.test
`;

describe("dnsmasq serves the records of one file", () => {
  let contract: Contract;
  let server: TestContainer;
  const dig = async (name: string, ...more: string[]) =>
    (await server.exec(["dig", "@127.0.0.1", "+tries=1", "+time=1", name, ...more])).stdout;
  const addresses = async (name: string) => (await dig(name, "+short")).split("\n").toSorted();

  beforeAll(async () => {
    contract = await openContract("dnsmasq");
    server = await contract.start({ env: { DNS_TTL: "7" }, files: { [path]: { text: names } } });
    await until("it answers", async () => (await addresses("both.commons.test"))[0] === "127.0.0.12");
  });
  afterAll(() => contract?.close());

  it("gives every address of a name, in turn", async () => {
    expect(await addresses("www.commons.test")).toEqual(["127.0.0.11", "127.0.0.12"]);
    const first = new Set<string>();
    for (let i = 0; i < 4; i++) first.add((await dig("www.commons.test", "+short")).split("\n")[0]!);
    expect(first.size).toBe(2);
  });

  it("says for how long an answer may be kept", async () => {
    expect(await dig("both.commons.test", "+noall", "+answer")).toMatch(
      /^both\.commons\.test\.\s+7\s+IN\s+A\s/,
    );
  });

  it("finds a host's address by its name", async () => {
    expect(await addresses("self.commons.test")).toEqual(["127.0.0.1"]);
  });

  it("reads the file again on SIGHUP", async () => {
    await server.put({ [path]: { text: "127.0.0.13 www.commons.test\n" } });
    expect(await addresses("www.commons.test")).toEqual(["127.0.0.11", "127.0.0.12"]);
    await server.signal("HUP");
    await until("the new record is there", async () => (await addresses("www.commons.test")).length === 1);
    expect(await addresses("www.commons.test")).toEqual(["127.0.0.13"]);
  });

  it("still runs after a line that nobody answers to, and says so", async () => {
    await server.put({ [path]: { text: "127.0.0.14 www.commons.test\nno-such-host x.commons.test\n" } });
    await server.signal("HUP");
    await until(
      "the good line is served",
      async () => (await addresses("www.commons.test"))[0] === "127.0.0.14",
    );
    expect((await server.logs()).stderr).toContain("nobody here is called no-such-host");
  });

  it("takes further options: other records, another server to ask", async () => {
    const relay = await contract.start({
      flags: ["--network", `container:${await containerOf(server)}`],
      command: ["--port=5353", "--server=127.0.0.1#53", "--txt-record=v.commons.test,two"],
    });
    const ask = (name: string, type: string) =>
      relay.exec(["dig", "@127.0.0.1", "-p", "5353", "+short", name, type]);
    await until("the relay answers", async () => (await ask("v.commons.test", "TXT")).stdout === '"two"');
    expect((await ask("www.commons.test", "A")).stdout).toBe("127.0.0.14");
  });

  it("stops at once", async () => {
    expect(await server.stop()).toBe(0);
  });
});

/** A container's own id: its host name. */
const containerOf = async (one: TestContainer) => (await one.exec(["hostname"])).stdout;
