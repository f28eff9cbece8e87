import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const clusterId = "c3RhZ2VjcmFmdC1rYWZrYQ";
const dataDir = "/var/lib/kafka/data";
const settings = "/opt/kafka/config/server.properties";
const text = ["first – één", "second – 둘"];

/** A server that is broker and controller; nothing in it comes from the image's defaults. */
const properties = {
  "process.roles": "broker,controller",
  "node.id": "7",
  "controller.quorum.voters": "7@localhost:9093",
  "controller.listener.names": "CONTROLLER",
  listeners: "PLAINTEXT://:9092,CONTROLLER://:9093",
  "advertised.listeners": "PLAINTEXT://localhost:9092",
  "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
  "offsets.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "1",
  "group.initial.rebalance.delay.ms": "0",
  "log.cleaner.dedupe.buffer.size": "2097152",
  "log.dirs": dataDir,
};
const lines = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => `${name}=${value}`);
const variables = Object.fromEntries(
  Object.entries(properties).map(([name, value]) => [
    `KAFKA_${name.replaceAll(".", "_").toUpperCase()}`,
    value,
  ]),
);

const sh = async (server: TestContainer, script: string) => {
  const { code, stdout, stderr } = await server.exec(["sh", "-ec", script]);
  if (code !== 0) throw new Error(`${script}: ${stdout}${stderr}`);
  return stdout;
};
const all = async (server: TestContainer) => {
  const { stdout, stderr } = await server.logs();
  return stdout + stderr;
};
const started = (server: TestContainer, times = 1) =>
  until(`kafka started ${times} times`, async () => {
    return (await all(server)).split("Kafka Server started").length > times;
  });
const tool = (name: string, words: string) =>
  `/opt/kafka/bin/${name}.sh --bootstrap-server localhost:9092 ${words}`;
const consume = (more = "") =>
  tool("kafka-console-consumer", `--topic notes --from-beginning --max-messages 2 ${more}`);
const jvmWords = async (server: TestContainer) =>
  (await sh(server, "tr '\\0' '\\n' </proc/1/cmdline")).split("\n");

describe("kafka keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("kafka");
    server = await contract.start({
      env: {
        ...variables,
        KAFKA_SOME__NAME___WITH_ALL: "three marks",
        CLUSTER_ID: clusterId,
        KAFKA_HEAP_OPTS: "-Xms192m -Xmx192m",
        KAFKA_OPTS: "-Dcontract.one=1 -Dcontract.two=2",
      },
      flags: ["--memory=400m", "--memory-swap=400m"],
    });
    await started(server);
  });
  afterAll(() => contract?.close());

  it("is a JVM as PID 1 that runs as appuser, 1000, with the options given for it", async () => {
    expect(await sh(server, "cat /proc/1/comm; awk '/^[UG]id/{print $2}' /proc/1/status; id -un")).toBe(
      "java\n1000\n1000\nappuser",
    );
    const words = await jvmWords(server);
    expect(words).toEqual(
      expect.arrayContaining(["-Xms192m", "-Xmx192m", "-Dcontract.one=1", "-Dcontract.two=2"]),
    );
  });

  it("listens on 9092 and has volumes for data, configuration and secrets", async () => {
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toBe('{"9092/tcp":{}}');
    expect(JSON.parse(await contract.inspect("{{json .Config.Volumes}}"))).toEqual({
      "/etc/kafka/secrets": {},
      "/mnt/shared/config": {},
      [dataDir]: {},
    });
    expect(await sh(server, `stat -c %U ${dataDir} /mnt/shared/config /etc/kafka/secrets /opt/kafka`)).toBe(
      "appuser\nappuser\nappuser\nappuser",
    );
  });

  it("makes properties of KAFKA_ variables (_ . __ _ ___ -), and then of nothing else", async () => {
    const written = (await sh(server, `cat ${settings}`)).split("\n").filter((line) => line !== "");
    expect(written.sort()).toEqual([...lines(properties), "some_name-with.all=three marks"].sort());
  });

  it("formats the storage with CLUSTER_ID", async () => {
    expect((await sh(server, `cat ${dataDir}/meta.properties`)).split("\n")).toEqual(
      expect.arrayContaining([`cluster.id=${clusterId}`, "node.id=7"]),
    );
  });

  it("has Kafka's command-line tools in /opt/kafka/bin", async () => {
    const names = ["configs", "storage", "metadata-quorum", "broker-api-versions", "get-offsets", "log-dirs"];
    const more = [
      "groups",
      "reassign-partitions",
      "leader-election",
      "producer-perf-test",
      "server-start",
      "run-class",
    ];
    for (const name of [...names, ...more]) await sh(server, `test -x /opt/kafka/bin/kafka-${name}.sh`);
  });

  it("takes messages in and gives them out again, and knows how far a group has read", async () => {
    await sh(server, tool("kafka-topics", "--create --topic notes --partitions 3"));
    await sh(
      server,
      `printf '%s\\n' '${text.join("' '")}' | ${tool("kafka-console-producer", "--topic notes")}`,
    );
    expect((await sh(server, consume("--group readers"))).split("\n").sort()).toEqual(text);
    const table = await sh(server, tool("kafka-consumer-groups", "--describe --group readers"));
    const read = [...table.matchAll(/^readers +notes +\d+ +(\d+) +(\d+) +0 /gm)];
    expect(read.reduce((sum, [, offset]) => sum + Number(offset), 0)).toBe(2);
  });

  it("lives on a heap of 192 MiB", async () => {
    const resident = Number((await sh(server, "awk '/^VmHWM/{print $2}' /proc/1/status")).trim()) / 1024;
    expect(resident).toBeLessThan(contract.official ? 400 : 300);
  });

  it("stops with SIGTERM as a JVM does; the next start neither formats again nor loses anything", async () => {
    const before = await sh(server, `cat ${dataDir}/meta.properties`);
    expect(await server.stop()).toBe(143);
    // what a server writes that went down by itself
    expect(await all(server)).toMatch(/shut down completed|Shutdown completed/i);
    await server.start();
    await started(server, 2);
    expect(await all(server)).toMatch(/already formatted/i);
    expect(await sh(server, `cat ${dataDir}/meta.properties`)).toBe(before);
    expect((await sh(server, consume())).split("\n").sort()).toEqual(text);
  });

  it("is a server of its own without any setting, and then in /tmp", async () => {
    const plain = await contract.start();
    await started(plain);
    expect((await sh(plain, `cat ${settings}`)).split("\n")).toEqual(
      expect.arrayContaining([
        "process.roles=broker,controller",
        "advertised.listeners=PLAINTEXT://localhost:9092",
        "log.dirs=/tmp/kraft-combined-logs",
        "num.partitions=1",
      ]),
    );
    expect(await sh(plain, "cat /tmp/kraft-combined-logs/meta.properties")).toContain(
      "5L6g3nShT-eMCtK--X86sw",
    );
    expect(await jvmWords(plain)).toEqual(expect.arrayContaining(["-Xmx1G", "-Xms1G"]));
    expect(await all(plain)).toContain("Kafka version: 4.");
  });

  it("takes a file from /mnt/shared/config, adds the variables to it, and takes log levels and JVM options", async () => {
    const mounted = lines({ ...properties, "num.partitions": "4" });
    const other = await contract.start({
      files: { "/mnt/shared/config/server.properties": { text: `${mounted.join("\n")}\n` } },
      env: {
        KAFKA_NUM_PARTITIONS: "6",
        // with this the official one loses its log, by the look of its wrapper
        ...(contract.official ? {} : { KAFKA_LOG4J_ROOT_LOGLEVEL: "ERROR" }),
        KAFKA_LOG4J_LOGGERS: "kafka=INFO,org.apache.kafka=ERROR",
        KAFKA_JVM_PERFORMANCE_OPTS: "-XX:+UseParallelGC",
      },
    });
    await started(other);
    const written = (await sh(other, `cat ${settings}`)).split("\n").filter((line) => line !== "");
    expect(written).toEqual([...mounted, "num.partitions=6"]);
    expect(await all(other)).not.toContain("Kafka version: 4.");
    const words = await jvmWords(other);
    expect(words).toContain("-XX:+UseParallelGC");
    expect(words).not.toContain("-XX:+UseSerialGC");
  });

  it("ends with a word on a value that is none, here from the command's arguments", async () => {
    const ended = await contract.run({
      env: { ...variables },
      command: ["/etc/kafka/docker/run", "KAFKA_NUM_PARTITIONS=one"],
    });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).toContain("Invalid value one for configuration num.partitions");
  });

  it("listens where it is advertised, on every address", async () => {
    const { stdout } = await contract.run({
      env: { KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://shop:9092,OUTSIDE://localhost:19092" },
      command: ["sh", "-c", `/etc/kafka/docker/run; cat ${settings}`],
    });
    expect(stdout).toMatch(/^listeners=PLAINTEXT:\/\/0\.0\.0\.0:9092,OUTSIDE:\/\/0\.0\.0\.0:19092$/m);
  });

  it.each([
    ["a controller that is advertised", { KAFKA_PROCESS_ROLES: "controller" }, /KAFKA_ADVERTISED_LISTENERS/],
    ["TLS without a key", { KAFKA_ADVERTISED_LISTENERS: "SSL://shop:9092" }, /KAFKA_SSL_KEYSTORE_FILENAME/],
    ["SASL without a login", { KAFKA_ADVERTISED_LISTENERS: "SASL_PLAINTEXT://shop:9092" }, /KAFKA_OPTS/],
  ])("refuses %s", async (_, env, expected) => {
    const ended = await contract.run({ env: { ...variables, ...env } });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).toMatch(expected);
  });

  it.each([
    ["another command as it is", ["echo", "hello"], "hello"],
    ["another command as appuser", ["id", "-u"], "1000"],
  ])("runs %s", async (_, command, said) => {
    const { code, stdout } = await contract.run({ command });
    expect({ code, stdout }).toEqual({ code: 0, stdout: said });
  });
});
