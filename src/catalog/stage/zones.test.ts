import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StageCase, stageTells } from "../testing/bad-stage.ts";
import { goodStage, type TestProject, testProject } from "../testing/project.ts";
import { readStage } from "./read-stage.ts";

const helpers = "  helpers: [seed]\n";
const appTwo = "app-2: {type: nano, services: [app-2]}";

const cases: StageCase[] = [
  [
    "a zone of an unknown server",
    helpers,
    `${helpers}  zones: {east: [app-1, app-3]}\n`,
    "app-3]",
    'there is no server "app-3"',
    'did you mean "app-1"? servers: lb-1, app-1, app-2',
  ],
  [
    "a zone that is called like a server",
    helpers,
    `${helpers}  zones:\n    lb-1: [app-1]\n`,
    "lb-1: [app-1]",
    'a server is called "lb-1", too',
  ],
  [
    "a zone that is called like a service",
    helpers,
    `${helpers}  zones:\n    lb: [app-1]\n`,
    "lb: [app-1]",
    'a service is called "lb", too',
  ],
  ["a zone of nothing", helpers, `${helpers}  zones: {east: []}\n`, "[]}", '"east" is empty'],
  [
    "a zone that is no list",
    helpers,
    `${helpers}  zones: {east: app-1}\n`,
    "app-1}\nservices",
    '"east" needs a list, not "app-1"',
  ],
  [
    "a zone with a name that no target can have",
    helpers,
    `${helpers}  zones: {East Side: [app-1]}\n`,
    "East Side",
    '"East Side" is no name',
  ],
  ["an unknown role", appTwo, "app-2: {type: nano, services: [app-2], role: cache}", "cache", '"role" needs'],
  [
    "a disk of a service that the server does not have",
    appTwo,
    "app-2: {type: nano, services: [app-2], disk: {service: app-1, path: /data}}",
    "app-1, path",
    'there is no service "app-1"',
    "services: app-2",
  ],
  [
    "a disk at no absolute path",
    appTwo,
    "app-2: {type: nano, services: [app-2], disk: {service: app-2, path: data}}",
    "data}}",
    '"path" is no absolute path',
  ],
  [
    "a disk without a path",
    appTwo,
    "app-2: {type: nano, services: [app-2], disk: {service: app-2}}",
    "{service: app-2}}",
    '"path" is missing',
  ],
  [
    "an unknown key of a disk",
    appTwo,
    "app-2: {type: nano, services: [app-2], disk: {service: app-2, path: /d, cap: 1}}",
    "cap: 1",
    'unknown key "cap"',
  ],
];

stageTells("zones, roles and disks: tells", cases);

describe("a stage with zones, roles and disks", () => {
  let project: TestProject;
  beforeEach(() => {
    project = testProject();
  });
  afterEach(() => project.remove());

  const stageOf = (text: string, variant?: string) => {
    project.write("compose/pair/compose.yaml", text);
    const read = readStage(project.composeDir, "pair", variant);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    return read.stage;
  };
  const zoned = goodStage.replace(
    helpers,
    `${helpers}  zones: {east: [app-1, app-2], west: [app-2], all: [lb-1, app-1, app-2]}\n`,
  );

  it("says them", () => {
    expect(stageOf(zoned).zones).toEqual({
      east: ["app-1", "app-2"],
      west: ["app-2"],
      all: ["lb-1", "app-1", "app-2"],
    });
    const servers = stageOf(
      goodStage
        .replace("services: [lb]}", "services: [lb], role: entry}")
        .replace(
          appTwo,
          "app-2: {type: nano, services: [app-2], role: app, disk: {service: app-2, path: /data}}",
        ),
    ).servers;
    expect(servers).toEqual([
      { name: "lb-1", type: "micro", services: ["lb"], role: "entry" },
      { name: "app-1", type: "nano", services: ["app-1"] },
      {
        name: "app-2",
        type: "nano",
        services: ["app-2"],
        role: "app",
        disk: { service: "app-2", path: "/data" },
      },
    ]);
  });

  it("has none when none are written", () => {
    expect(stageOf(goodStage)).not.toHaveProperty("zones");
  });

  it.each([
    ["by scale", "services: {app-2: {scale: 0}}\n"],
    [
      "by !reset",
      "services: {app-2: !reset null, lb: {depends_on: !override [app-1]}}\nx-stagecraft: {servers: {app-2: !reset null}}\n",
    ],
  ])("loses what its variant takes out %s, and zones of which nothing is left", (_, variant) => {
    project.write("compose/pair/variants/less.yaml", variant);
    expect(stageOf(zoned, "less").zones).toEqual({ east: ["app-1"], all: ["lb-1", "app-1"] });
  });

  it("gains what its variant adds to a zone", () => {
    project.write(
      "compose/pair/variants/more.yaml",
      "x-stagecraft: {zones: {west: [lb-1], north: [app-1]}}\n",
    );
    expect(stageOf(zoned, "more").zones).toMatchObject({ west: ["app-2", "lb-1"], north: ["app-1"] });
  });
});
