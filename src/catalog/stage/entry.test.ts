import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StageCase, stageTells } from "../testing/bad-stage.ts";
import { goodStage, type TestProject, testProject } from "../testing/project.ts";
import { readStage } from "./read-stage.ts";

const entry = "entry: {service: lb, port: 80}";
const client = "client: {network: outside, cpus: 0.5}";

const cases: StageCase[] = [
  [
    "a host that is none",
    entry,
    'entry: {service: lb, port: 80, host: "http://shop"}',
    '"http://shop"',
    '"host" is no host name and no address',
  ],
  [
    "a resolver that is not there",
    client,
    "client: {network: outside, cpus: 0.5, dns: names}",
    "names}",
    'there is no service "names"',
  ],
  [
    "a resolver that clients cannot reach",
    client,
    "client: {network: outside, cpus: 0.5, dns: app-1}",
    "app-1}",
    'the service "app-1" is not on the client\'s network "outside"',
    "it is on inside",
  ],
];

stageTells("entry and client: tells", cases);

describe("where users arrive", () => {
  let project: TestProject;
  beforeEach(() => {
    project = testProject();
  });
  afterEach(() => project.remove());

  const stageWith = (from: string, to: string, variant?: string) => {
    project.write(
      "compose/pair/compose.yaml",
      goodStage.replace(from, () => to),
    );
    return readStage(project.composeDir, "pair", variant);
  };

  it.each(["shop.example", "10.77.0.100", `\${STAGECRAFT_VIP_NET:-10.77.0}.100`])(
    "may be called %s",
    (host) => {
      const read = stageWith(entry, `entry: {service: lb, port: 80, host: "${host}"}`);
      expect(read).toMatchObject({ stage: { entry: { service: "lb", port: 80, host } } });
    },
  );

  it("may be asked for at a service of the stage", () => {
    const read = stageWith(client, "client: {network: outside, cpus: 0.5, dns: lb}");
    expect(read).toMatchObject({ stage: { client: { network: "outside", cpus: 0.5, dns: "lb" } } });
  });

  it("cannot be asked for at a service that the variant has switched off", () => {
    const text = goodStage
      .replace(client, "client: {network: outside, cpus: 0.5, dns: app-2}")
      .replace("networks: [inside]\n  app-2", "networks: [inside, outside]\n  app-2");
    project.write("compose/pair/compose.yaml", text);
    const read = readStage(project.composeDir, "pair", "one-app");
    const problems = "problems" in read ? read.problems.map((one) => one.what) : [];
    expect(problems).toContain('the service "app-2" is switched off in this variant');
  });
});
