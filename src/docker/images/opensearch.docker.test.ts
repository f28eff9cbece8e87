import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

/** Starts are slow where the CPU is shared. */
const patienceMs = 300_000;
const open = {
  "discovery.type": "single-node",
  DISABLE_SECURITY_PLUGIN: "true",
  DISABLE_INSTALL_DEMO_CONFIG: "true",
  DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: "true",
};

/** What a test reads of an answer; the shape is the server's business. */
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by expectations only
type Answer = any;

async function ask(server: TestContainer, method: string, path: string, body?: object | string) {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const data = text === undefined ? [] : ["-H", "content-type: application/json", "--data-binary", text];
  const words = ["curl", "-s", "-X", method, `http://127.0.0.1:9200${path}`, ...data];
  const { stdout } = await server.exec(words);
  return (stdout === "" ? {} : JSON.parse(stdout)) as Answer;
}

const green = (server: TestContainer) =>
  until(
    "the cluster is green",
    async () => (await ask(server, "GET", "/_cluster/health")).status === "green",
    patienceMs,
  );

const products = [
  { title: "Running shoes for the city", kind: "shoe", price: 80 },
  { title: "A runner's bottle, and what runs with it", kind: "bottle", price: 12 },
  { title: "Winter boots", kind: "shoe", price: 140 },
];

const index = {
  settings: { number_of_replicas: 0 },
  mappings: {
    properties: {
      title: { type: "text", analyzer: "english" },
      kind: { type: "keyword" },
      price: { type: "integer" },
    },
  },
};

describe("opensearch keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;
  let heap: string;
  const search = async (query: object) => {
    const { hits } = await ask(server, "POST", "/products/_search", { query });
    return hits.hits.map(({ _id }: { _id: string }) => _id);
  };

  beforeAll(async () => {
    contract = await openContract("opensearch");
    // the official one starts its plugins too
    heap = contract.official ? "768m" : "256m";
    server = await contract.start({
      env: {
        ...open,
        "node.name": "by=variable",
        "node.attr.zone": "",
        OPENSEARCH_JAVA_OPTS: `-Xms${heap} -Xmx${heap} -XX:TieredStopAtLevel=1`,
      },
      files: {
        "/usr/share/opensearch/config/jvm.options.d/contract.options": {
          text: "# ours\n-Dcontract.file=read\n8-10:-Dcontract.old=read\n",
        },
      },
      flags: ["--volume", "/usr/share/opensearch/data"],
      command: ["-Enode.attr.rack=by-flag"],
    });
    await green(server);
  });
  afterAll(() => contract?.close());

  it("is PID 1 as user 1000, to whom its folders belong, on 9200 and 9300", async () => {
    expect((await server.exec(["cat", "/proc/1/comm"])).stdout).toBe("java");
    expect((await server.exec(["sh", "-c", "grep -E '^[UG]id' /proc/1/status"])).stdout).toBe(
      "Uid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000",
    );
    const folders = ["data", "config", "logs", "plugins"].map((name) => `/usr/share/opensearch/${name}`);
    expect((await server.exec(["stat", "-c", "%u %U", ...folders])).stdout.split("\n")).toEqual(
      folders.map(() => "1000 opensearch"),
    );
    const ports = await contract.inspect("{{json .Config.ExposedPorts}}");
    expect(Object.keys(JSON.parse(ports))).toEqual(expect.arrayContaining(["9200/tcp", "9300/tcp"]));
  });

  it("says its version, and listens for other machines without being told", async () => {
    const { stdout } = await server.exec(["sh", "-c", "curl -s http://$(cat /etc/hostname):9200/"]);
    expect(JSON.parse(stdout)).toMatchObject({
      cluster_name: "docker-cluster",
      version: { distribution: "opensearch", number: expect.stringMatching(/^3\./) },
    });
  });

  it("takes settings from dotted variables that hold something, and from flags", async () => {
    const { nodes } = await ask(server, "GET", "/_nodes/settings?flat_settings=true");
    const { name, settings } = Object.values(nodes)[0] as Answer;
    expect(name).toBe("by=variable");
    expect(settings).toMatchObject({ "discovery.type": "single-node", "node.attr.rack": "by-flag" });
    expect(settings).not.toHaveProperty(["node.attr.zone"]);
  });

  it("takes options for Java from jvm.options.d and, last, from OPENSEARCH_JAVA_OPTS", async () => {
    const { nodes } = await ask(server, "GET", "/_nodes/jvm");
    const { jvm } = Object.values(nodes)[0] as Answer;
    expect(jvm.mem.heap_max_in_bytes).toBe(Number.parseInt(heap, 10) * 2 ** 20);
    expect(jvm.input_arguments).toEqual(
      expect.arrayContaining([
        "-Dcontract.file=read",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseG1GC",
        `-XX:MaxDirectMemorySize=${Number.parseInt(heap, 10) * 2 ** 19}`,
      ]),
    );
    expect(jvm.input_arguments).not.toContain("-Dcontract.old=read");
  });

  it("indexes, and finds by words' stems, by mistyped words and by facets", async () => {
    expect(await ask(server, "PUT", "/products", index)).toMatchObject({ acknowledged: true });
    const lines = products.flatMap((product, at) => [{ index: { _id: `${at}` } }, product]);
    const bulk = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    expect(await ask(server, "POST", "/products/_bulk?refresh=true", bulk)).toMatchObject({ errors: false });

    expect((await search({ match: { title: "run" } })).sort()).toEqual(["0", "1"]);
    expect(await search({ match: { title: "shose" } })).toEqual([]);
    expect(await search({ match: { title: { query: "shose", fuzziness: "AUTO" } } })).toEqual(["0"]);

    const facets = { size: 0, aggs: { kinds: { terms: { field: "kind" } } } };
    const { aggregations } = await ask(server, "POST", "/products/_search", facets);
    expect(aggregations.kinds.buckets).toEqual([
      { key: "shoe", doc_count: 2 },
      { key: "bottle", doc_count: 1 },
    ]);
  });

  it("runs scripts, and knows languages that need Java's locale data", async () => {
    const script = { source: "ctx._source.price -= params.less", params: { less: 20 } };
    await ask(server, "POST", "/products/_update/2?refresh=true", { script });
    expect(await search({ range: { price: { gte: 100, lte: 130 } } })).toEqual(["2"]);
    const { tokens } = await ask(server, "POST", "/_analyze", {
      analyzer: "thai",
      text: "การที่ได้ต้องแสดงว่างานดี",
    });
    expect(tokens.length).toBeGreaterThan(2);
  });

  it("ends with SIGTERM as Java does, and has its documents when it is back", async () => {
    expect(await server.stop()).toBe(143);
    await server.start();
    await green(server);
    expect(await search({ match: { title: "boot" } })).toEqual(["2"]);
  });

  it("ends at settings that nobody knows, whether from opensearch.yml or a variable, and names them", async () => {
    const { code, stdout, stderr } = await contract.run({
      env: { ...open, "no_such.variable": "1", OPENSEARCH_JAVA_OPTS: "-XX:TieredStopAtLevel=1" },
      files: { "/usr/share/opensearch/config/opensearch.yml": { text: "no_such.line: 1\n" } },
    });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("unknown setting [no_such.variable]");
    expect(stdout + stderr).toContain("unknown setting [no_such.line]");
  });

  it("ends at options that Java does not know", async () => {
    const env = { ...open, OPENSEARCH_JAVA_OPTS: "-XX:+NoSuchOption" };
    const { code, stdout, stderr } = await contract.run({ env });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("Unrecognized VM option 'NoSuchOption'");
  });

  it("does not start as root", async () => {
    const { code, stdout, stderr } = await contract.run({ env: open, flags: ["--user", "0"] });
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/root/);
  });

  it("does not start open to everybody because a password was forgotten", async () => {
    const { code, stdout, stderr } = await contract.run({ env: { "discovery.type": "single-node" } });
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/security/i);
  });

  it.each([
    ["another command as it is", ["echo", "hello"], "hello"],
    ["another command as user 1000", ["id", "-u"], "1000"],
    ["another command where OpenSearch is", ["pwd"], "/usr/share/opensearch"],
  ])("runs %s", async (_, command, said) => {
    const { code, stdout } = await contract.run({ command });
    expect({ code, stdout }).toEqual({ code: 0, stdout: said });
  });
});
