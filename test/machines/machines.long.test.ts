import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { turns } from "../rotation.ts";
import { kinds, type MachineKind } from "./kinds.ts";
import { onMachine, prepareMachines, type Step, type StepResult } from "./machine.ts";

const vitest = (project: string, file: string) =>
  `node node_modules/vitest/vitest.mjs run --project ${project} ${file} --reporter=verbose --disable-console-intercept`;

// what is left of us anywhere on the machine, the engine, systemd and the cgroup tree included
const nothingLeft: Step = {
  name: "nothing-left",
  as: "root",
  command: [
    "docker ps -aq --filter label=io.stagecraft.run",
    "docker network ls -q --filter label=io.stagecraft.run",
    "docker volume ls -q --filter label=io.stagecraft.run",
    "systemctl list-units --all --no-legend --no-pager 'stagecraft_*'",
    "find /sys/fs/cgroup -type d -name 'stagecraft_*'",
    "ls -d /run/systemd/system.control/stagecraft_* 2>/dev/null; true",
  ].join("; "),
};

const doctor: Step = { name: "doctor", command: "./lab doctor --json" };
const clean: Step = { name: "clean", command: "./lab clean --json" };

/** Brings a stage up, asks it as its users do, takes it down. */
const upAndDown = (stage: string, page = "/feed"): Step => ({
  name: `up-${stage.replace("/", "-")}`,
  command: `./lab up ${stage} --json && ./lab curl -sSf ${page} >/dev/null && ./lab down`,
  timeoutS: 600,
});

const quota: Step = {
  name: "quota",
  command: vitest("docker", "test/shared-quota.docker.test.ts"),
  timeoutS: 600,
};
const faults: Step = {
  name: "faults",
  command: vitest("docker", "test/every-fault.docker.test.ts"),
  timeoutS: 1500,
};
const killed: Step = {
  name: "killed",
  command: `STAGECRAFT_TEST_MOMENTS='when it is on' ${vitest("long", "test/heal.long.test.ts")}`,
  timeoutS: 2400,
};

/** A lab as a learner runs it first; where a machine computes slowly it may be unsound, not wrong. */
const quickLab: Step = { name: "lab", command: "./lab run 1 --quick --yes", timeoutS: 1800 };

const verbs: Step = { name: "verbs", command: "bash test/machines/every-verb.sh", timeoutS: 2400 };

interface Trial {
  kind: MachineKind;
  steps: Step[];
  /** Too long for every run of the suite: `npm run machines` only. */
  whole?: true;
}

const { debian, cgroupfs, v1, forwarded, registry, rootless, podman, emulated } = kinds;
const refused: Step = { name: "refused", command: "./lab up single-server", timeoutS: 120 };

const trials: Record<string, Trial> = {
  "debian-quota": { kind: debian, steps: [doctor, quota, clean, nothingLeft] },
  "debian-stages": {
    kind: debian,
    steps: [
      doctor,
      {
        name: "resolve",
        command: `${vitest("long", "test/by-hand.long.test.ts")} -t resolves`,
        timeoutS: 900,
      },
      ...["single-server", "split-database", "queue"].map((stage) => upAndDown(stage)),
      upAndDown("lb-pair", "/"),
      clean,
      nothingLeft,
    ],
    whole: true,
  },
  "cgroupfs-quota": { kind: cgroupfs, steps: [doctor, quota, clean, nothingLeft] },
  "v1-quota": { kind: v1, steps: [doctor, quota, clean, nothingLeft] },
  "forwarded-stages": {
    kind: forwarded,
    steps: [doctor, upAndDown("replication"), upAndDown("single-server"), clean, nothingLeft],
  },
  "registry-stage": {
    kind: registry,
    steps: [
      { ...upAndDown("single-server"), name: "pulled" },
      { name: "official", command: "docker images --format '{{.Repository}}:{{.Tag}}'" },
      clean,
      nothingLeft,
    ],
  },
  "forwarded-lab": { kind: forwarded, steps: [quickLab, clean, nothingLeft], whole: true },
  "registry-lab": { kind: registry, steps: [quickLab, clean, nothingLeft], whole: true },
  "cgroupfs-lab": { kind: cgroupfs, steps: [quickLab, clean, nothingLeft], whole: true },
  rootless: { kind: rootless, steps: [refused] },
  podman: { kind: podman, steps: [refused] },
  "debian-verbs": { kind: debian, steps: [verbs, clean, nothingLeft], whole: true },
  "debian-faults": { kind: debian, steps: [faults, clean, nothingLeft], whole: true },
  "debian-killed": { kind: debian, steps: [killed, clean, nothingLeft], whole: true },
  "debian-start": {
    kind: debian,
    steps: [{ name: "start", command: "npm start", timeoutS: 2400 }, clean, nothingLeft],
    whole: true,
  },
  "debian-start-root": {
    kind: debian,
    steps: [{ name: "start", as: "root", command: "npm start", timeoutS: 2400 }, clean, nothingLeft],
    whole: true,
  },
  "emulated-stage": {
    kind: emulated,
    steps: [
      { ...doctor, timeoutS: 900 },
      { ...upAndDown("single-server"), timeoutS: 2400 },
      { ...clean, timeoutS: 600 },
      nothingLeft,
    ],
    whole: true,
  },
};

/** A machine that computes slowly may leave claims invalid or unknown, never failed. */
function notWrong({ code, output }: StepResult): void {
  expect([0, 3], output).toContain(code);
  expect(output).toMatch(/report/);
  expect(output).not.toMatch(/^ *FAIL /m);
}

/** What each step must have come to. */
const expectations: Record<string, (result: StepResult) => void> = {
  doctor: ({ code, output }) => {
    expect(code, output).toBe(0);
    const { checks } = JSON.parse(output.slice(output.indexOf("{"))) as {
      checks: { id: string; state: string; what: string }[];
    };
    expect(checks.find(({ id }) => id === "shared-quota")).toMatchObject({ state: "ok" });
  },
  start: notWrong,
  lab: notWrong,
  clean: ({ code, output }) => {
    expect(code, output).toBe(0);
    expect(JSON.parse(output.slice(output.indexOf("{"))), output).toMatchObject({ left: [] });
  },
  "nothing-left": ({ output }) => expect(output.trim()).toBe(""),
  pulled: ({ code, output }) => {
    expect(code, output).toBe(0);
    expect(output).toMatch(/pulling nginx:1\.30/);
  },
  official: ({ output }) => {
    expect(output.split("\n")).toEqual(expect.arrayContaining(["nginx:1.30", "mysql:9.7"]));
  },
  refused: ({ code, output }) => {
    expect(code, output).toBe(3);
    expect(output).toMatch(/error: the engine at .* is (rootless|Podman)/);
  },
};

const all = process.env.STAGECRAFT_ROTATION === "all";
const ground = /^(src\/docker\/(quota|stage|engine|helpers)|src\/faults\/machine|test\/machines)/;
const short = Object.keys(trials).filter((name) => !trials[name]!.whole);
const only = process.env.STAGECRAFT_MACHINES?.split(",");
const chosen =
  only ?? (all ? Object.keys(trials) : turns(Object.fromEntries(short.map((name) => [name, ground])), 1));

const rows: string[] = [];

describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("machines that people have", () => {
  beforeAll(prepareMachines, 1_800_000);

  afterAll(() =>
    console.log(["machine and trial        step                  exit  seconds", ...rows].join("\n")),
  );

  test.each(chosen)(
    "%s",
    async (name) => {
      const { kind, steps } = trials[name]!;
      let results = await onMachine(kind, steps);
      // the machine itself may have died at boot: that says nothing of us
      if (results.every(({ code }) => code === -1)) {
        console.log(`${name}: the machine died before its first step, and is booted once more`);
        results = await onMachine(kind, steps);
      }
      for (const { name: step, code, seconds } of results)
        rows.push(
          `${name.padEnd(24)} ${step.padEnd(20)} ${String(code).padStart(5)} ${String(seconds).padStart(8)}`,
        );
      for (const result of results) {
        if (result.name === "verbs") console.log(result.output);
        const expectation = expectations[result.name];
        if (expectation) expectation(result);
        else
          expect({ step: result.name, code: result.code }, result.output).toEqual({
            step: result.name,
            code: 0,
          });
      }
    },
    4_800_000,
  );
});
