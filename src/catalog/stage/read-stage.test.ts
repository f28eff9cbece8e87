import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { goodStage, type TestProject, testProject } from "../testing/project.ts";
import { topologyIn, topologyOf } from "../topology.ts";
import { readStage } from "./read-stage.ts";

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

const compose = () => `${project.composeDir}/pair/compose.yaml`;
const server = (name: string, type: string, services: string[]) => ({ name, type, services });

function stageOf(variant?: string) {
  const read = readStage(project.composeDir, "pair", variant);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.stage;
}

function problemsOf(text: string, variant?: string): { at: string; what: string; next?: string }[] {
  project.write("compose/pair/compose.yaml", text);
  const read = readStage(project.composeDir, "pair", variant);
  const problems = "problems" in read ? read.problems : [];
  return problems.map(({ what, place, next }) => ({
    at: `${place?.line}:${place?.column}`,
    what,
    ...(next !== undefined && { next }),
  }));
}

describe("a good stage", () => {
  it("says where users arrive, what its servers are and which images it needs", () => {
    expect(stageOf()).toEqual({
      name: "pair",
      files: [compose()],
      entry: { service: "lb", port: 80 },
      client: { network: "outside", cpus: 0.5 },
      servers: [
        server("lb-1", "micro", ["lb"]),
        server("app-1", "nano", ["app-1"]),
        server("app-2", "nano", ["app-2"]),
      ],
      images: ["app", "haproxy"],
      helpers: [{ service: "seed", memoryMiB: 0 }],
    });
  });

  it("with a variant has its files in order and loses what the variant takes out", () => {
    const stage = stageOf("one-app");
    expect(stage.variant).toBe("one-app");
    expect(stage.files).toEqual([compose(), `${project.composeDir}/pair/variants/one-app.yaml`]);
    expect(stage.servers.map((one) => one.name)).toEqual(["lb-1", "app-1"]);
  });

  it.each([
    [
      "by !reset",
      "services: {app-2: !reset null, lb: {depends_on: !override [app-1]}}\nx-stagecraft: {servers: {app-2: !reset null}}\n",
    ],
    ["by scale", "services: {app-2: {scale: 0}}\n"],
    ["by replicas", "services: {app-2: {deploy: {replicas: 0}}}\n"],
    ["by profile", "services: {app-2: {profiles: [spare]}}\n"],
  ])("loses a server %s", (_how, variant) => {
    project.write("compose/pair/variants/less.yaml", variant);
    expect(stageOf("less").servers.map((one) => one.name)).toEqual(["lb-1", "app-1"]);
  });

  it("has a picture of who asks whom", () => {
    expect(topologyOf(stageOf(), project.composeDir)).toEqual({
      entry: { server: "lb-1", port: 80 },
      servers: [
        {
          name: "lb-1",
          type: "micro",
          services: ["lb"],
          asks: ["app-1", "app-2"],
          networks: ["outside", "inside"],
        },
        { name: "app-1", type: "nano", services: ["app-1"], asks: [], networks: ["inside"] },
        { name: "app-2", type: "nano", services: ["app-2"], asks: [], networks: ["inside"] },
      ],
    });
    expect(topologyOf(stageOf("one-app"), project.composeDir).servers[0]?.asks).toEqual(["app-1"]);
  });

  it("knows of servers that share the name by which users ask for the first one", () => {
    const called = { networks: { outside: { aliases: ["site"] } } };
    const stage = { ...stageOf(), entry: { service: "app-1", port: 80, host: "site" } };
    expect(topologyIn(stage, { services: { "app-1": called, "app-2": called, lb: {} } }).entry).toEqual({
      server: "app-1",
      port: 80,
      beside: ["app-2"],
    });
    expect(topologyIn(stage, undefined).entry).toEqual({ server: "app-1", port: 80 });
  });
});

const box = `x-stagecraft:
  entry: {service: net, port: 80}
  client: {network: outside, cpus: 0.5}
  servers: {server-1: {type: small, services: [web, app]}}
x-box: &box {network_mode: "service:net", cgroup_parent: "\${STAGECRAFT_CGROUP_1:-}", cpus: 0.5, mem_limit: 768m}
services:
  net: {image: "\${STAGECRAFT_NODE:-node:24}", networks: [outside], ports: ["127.0.0.1::80"]}
  web: {<<: *box, image: "\${STAGECRAFT_HAPROXY:-haproxy:3.2}", depends_on: [app]}
  app: {<<: *box, image: "\${STAGECRAFT_APP:-stagecraft/app:1}"}
networks: {outside: {}}
`;

describe("a server of several services", () => {
  it("has its sandbox and the variable of its shared quota found", () => {
    project.write("compose/pair/compose.yaml", box);
    expect(stageOf().servers).toEqual([
      {
        ...server("server-1", "small", ["web", "app"]),
        sandbox: "net",
        cgroupVariable: "STAGECRAFT_CGROUP_1",
      },
    ]);
    const { entry, servers } = topologyOf(stageOf(), project.composeDir);
    expect(entry.server).toBe("server-1");
    expect(servers[0]).toMatchObject({ asks: [], networks: ["outside"] });
  });

  it("may say both itself, and is then held to it", () => {
    const said = box.replace(
      "services: [web, app]}",
      "services: [web, app], sandbox: net, cgroup: STAGECRAFT_CGROUP_2}",
    );
    expect(problemsOf(said).map((one) => one.what)).toEqual([
      'the service "web" is not under the quota of server-1',
      'the service "app" is not under the quota of server-1',
    ]);
  });

  it("gives no service more than the machine has", () => {
    const greedy = box.replace("cpus: 0.5, mem_limit: 768m", "cpus: 0.6, mem_limit: 800m");
    expect(new Set(problemsOf(greedy).map((one) => one.what))).toEqual(
      new Set(["more than the server server-1 has: it is a small (0.5 cpus, 768 MiB)"]),
    );
  });
});

describe("a broken stage tells", () => {
  it("all of it at once", () => {
    const text = goodStage
      .replace("cpus: 0.3", "cpus: 3")
      .replace("[seed]", "[sed]")
      .replace('"127.0.0.1::80"', '"80:80"');
    expect(problemsOf(text).map((one) => one.what)).toEqual([
      'there is no service "sed"',
      "the server lb-1 has 3 cpus but is a micro (0.3 cpus, 256 MiB)",
      "this port is open to other machines",
      "the fixed host port 80 clashes with other runs",
      'the service "seed" runs on no server',
    ]);
  });

  it("what a variant does, in the variant's file", () => {
    project.write("compose/pair/variants/fast.yaml", "services:\n  lb: {cpus: 1}\n");
    const read = readStage(project.composeDir, "pair", "fast");
    expect(read).toEqual({
      problems: [
        {
          what: "the server lb-1 has 1 cpus but is a micro (0.3 cpus, 256 MiB)",
          place: { file: `${project.composeDir}/pair/variants/fast.yaml`, line: 2, column: 14 },
        },
      ],
    });
  });

  it("no x-stagecraft at all, no services, no map", () => {
    expect(problemsOf("services: {}\n").map((one) => one.what)).toEqual([
      '"x-stagecraft" is missing',
      "the stage has no services",
    ]);
    expect(problemsOf("- a\n").map((one) => one.what)).toEqual(["is no compose file: it needs services"]);
    expect(problemsOf("services: {a: [}\n")[0]?.what).toMatch(/^not valid YAML/);
  });
});

describe("a stage that is not there", () => {
  it("names the stages there are, and the nearest", () => {
    expect(readStage(project.composeDir, "pairs")).toEqual({
      problems: [
        {
          what: 'there is no stage "pairs"',
          place: { file: `${project.composeDir}/pairs/compose.yaml` },
          next: 'did you mean "pair"? stages: pair',
        },
      ],
    });
  });

  it("names the variants there are, and the nearest", () => {
    expect(readStage(project.composeDir, "pair", "one-ap")).toMatchObject({
      problems: [
        {
          what: 'the stage "pair" has no variant "one-ap"',
          next: 'did you mean "one-app"? variants: one-app',
        },
      ],
    });
  });

  it.each(["../pair", "pair/../pair", "/etc"])("does not leave compose/ for %s", (name) => {
    expect(readStage(project.composeDir, name)).toMatchObject({
      problems: [{ what: `there is no stage "${name}"` }],
    });
  });
});
