import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Measurements } from "../src/model/measurement.ts";
import type { LabVerdict } from "../src/model/verdict.ts";
import type { Prediction, Progress } from "../src/model/walk.ts";
import { audit, lab, root } from "./lab.ts";
import { ctrlC, enter, onTerminal, type Terminal } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "stagecraft-walk-"));
const progressFile = join(folder, "progress.json");
const env = { STAGECRAFT_PROGRESS: progressFile, LANG: "C" };

beforeAll(() => rmSync(progressFile, { force: true }));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

const progress = () => JSON.parse(readFileSync(progressFile, "utf8")) as Progress;
const walk = () => progress().labs["04-scale-out"]!;

function readJson<T>(run: string, name: string): T {
  return JSON.parse(readFileSync(join(root, "runs", run, name), "utf8")) as T;
}

/** The latest run that the learner made of a step. */
function ownRun(step: string): string {
  const runs = readdirSync(join(root, "runs")).sort().reverse();
  const found = runs.find((run) => {
    if (!existsSync(join(root, "runs", run, "measurements.json"))) return false;
    const plan = readJson<{ seed: string; actions: { step?: string }[] }>(run, "plan.json");
    return plan.seed === progress().seed && plan.actions.some((action) => action.step === step);
  });
  return found ?? "";
}

/** What the learner reads off: the figure that the screen asks for, in the record that the screen shows. */
function figureAsked(question: string): string {
  const flat = question.replaceAll(/\s+/g, " ");
  const parts =
    /What is (?:"[^"]*" )?\(?([\w.]+)\)?(?: \[(.*?)\])? on (.+?)(?:, (baseline|fault|recovery))?(?:, divided by that of (.*?))?\?/.exec(
      flat,
    );
  const [, metric, of, on, phase, by] = parts ?? [];
  const run = ownRun(walk().at);
  const claims = readJson<LabVerdict>(run, "verdict.json").claims.filter(
    (one) => one.metric === metric && one.of === of && one.comparedWith === by,
  );
  const sides = claims.flatMap((one) => [{ on: one.on.split(" / ")[0], value: one.value }, ...one.controls]);
  const plain = readJson<Measurements>(run, "measurements.json").measurements.find(
    (one) => one.metric === metric && one.on === on && one.of === of && one.phase === (phase ?? "all"),
  );
  const value = (by === undefined ? plain?.value : undefined) ?? sides.find((one) => one.on === on)?.value;
  expect(value, flat).toBeTypeOf("number");
  return String(value);
}

const prompts =
  /-- \d+ of \d+ lines|Enter goes on|Your guess[^\n]*such as ([^;]+);|(Read it off[\s\S]*?)Your answer|Your answer|Your choice|Stopped here|That was lab/;

/** Answers a prompt. Its line is drawn again at each key, so only the tick at its end says that it is over. */
async function answer(terminal: Terminal, text: string): Promise<void> {
  terminal.type(`${text}${enter}`);
  await terminal.sees(/✔ [^\n]*\n/);
}

/** Does what the screen asks for until it says something else. */
async function follow(terminal: Terminal, until: RegExp, special: Record<string, () => Promise<void>> = {}) {
  for (let turn = 0; turn < 120; turn++) {
    const seen = await terminal.sees(new RegExp(`${prompts.source}`), 400_000);
    if (until.test(seen)) return;
    // a page that is longer than the terminal
    if (/-- \d+ of \d+ lines$/.test(seen)) {
      terminal.type(" ");
      continue;
    }
    const own = special[walk().at];
    if (own) {
      delete special[walk().at];
      await own();
      continue;
    }
    const found = prompts.exec(seen)!;
    if (found[2]) await answer(terminal, figureAsked(found[2]));
    else if (found[1]) await answer(terminal, found[1]);
    else if (found[0] === "Your choice") await answer(terminal, "b");
    else if (found[0] === "Your answer") await answer(terminal, "0.9");
    else await answer(terminal, "");
  }
  throw new Error("the walk does not end");
}

describe("a learner at a terminal walks lab 04", () => {
  test("is killed at a question, resumes, is killed in mid-measurement, resumes", async () => {
    let terminal = onTerminal(["start", "4"], env);
    await follow(terminal, /guess-refused/);
    expect(walk().at).toBe("guess-refused");
    terminal.kill();
    await terminal.ended;

    terminal = onTerminal(["start"], env);
    await follow(terminal, /Enter measures this/);
    expect(walk().at).toBe("kill-one");
    terminal.type(enter);
    await terminal.sees(/one-backend +baseline .*ok/, 400_000);
    terminal.kill();
    await terminal.ended;
    expect((await audit()).length).toBeGreaterThan(0);
    // what it had measured until then counts for nothing
    const { code, stderr } = await lab(["next", "--answer", "42"], env);
    expect([code, stderr]).toEqual([1, ""]);
    expect(walk().at).toBe("kill-one");
  });

  test("is not let through by a wrong answer, takes hints, and finishes", async () => {
    const terminal = onTerminal(["start"], env);
    await follow(terminal, /That was lab/, {
      "find-the-dead": async () => {
        for (const wrong of ["lb-1", "db-1"]) {
          await answer(terminal, wrong);
          await terminal.sees(/that is not it/);
          await terminal.sees(/Your answer/);
        }
        expect(walk().steps["find-the-dead"]).toEqual({ misses: 2 });
        await answer(terminal, "hint");
        await terminal.sees(/hint 1 of 2/);
        const { phases } = readJson<Measurements>(ownRun("kill-one"), "measurements.json");
        const of = (phase: string) =>
          phases.find((one) => one.on === "scale-out" && one.phase === phase)?.byServer ?? {};
        const rare = Object.keys(of("baseline")).find((name) => (of("fault")[name] ?? 0) < 60)!;
        await terminal.sees(/Your answer/);
        await answer(terminal, rare);
      },
    });
    expect((await terminal.ended).code).toBe(0);
    expect(walk().endedAt).toBeDefined();
    expect(Object.values(walk().steps).every((step) => step.state === "passed")).toBe(true);
    expect(terminal.screen()).toMatch(/Your guesses so far/);
    expect(await audit()).toEqual([]);
  });

  test("whose guesses stand in the runs that settled them, as in the score", () => {
    const scored = Object.values(walk().steps).flatMap((step) => (step.scored ? [step.scored] : []));
    expect(scored.map((one) => one.id)).toContain("guess-refused");
    for (const one of scored) {
      const run = ownRun(one.during.split("/")[0]!);
      expect(readJson<Prediction[]>(run, "predictions.json")).toContainEqual(one);
    }
  });

  test("no line of it is wider than the terminal", async () => {
    const terminal = onTerminal(["goto", "kill-one", "--lang", "ko"], env);
    expect((await terminal.ended).code).toBe(0);
    const { columns } = await import("../src/text/layout.ts");
    expect(terminal.screen()).toContain("두 번째 서버와 살아 있는지 지켜보는 눈이다");
    for (const line of terminal.screen().split("\n")) expect(columns(line), line).toBeLessThanOrEqual(80);
  });

  test("and carries all of it to another machine in one file", async () => {
    const file = join(folder, "mine.json");
    expect((await lab(["status", "--export", file], env)).code).toBe(0);
    const there = { ...env, STAGECRAFT_PROGRESS: join(folder, "there.json") };
    expect((await lab(["start", "--import", file, "--json"], there)).code).toBe(0);
    const { stdout } = await lab(["status", "--json"], there);
    expect(JSON.parse(stdout)).toMatchObject({ lab: "04-scale-out", over: true, done: 20 });
  });
});

describe("another learner", () => {
  const other = { ...env, STAGECRAFT_PROGRESS: join(folder, "other.json") };

  test("does not get past a measurement by words, nor ahead of it", async () => {
    await lab(["start", "4"], other);
    for (let step = 0; step < 3; step++) expect((await lab(["next"], other)).code).toBe(0);
    expect((await lab(["next"], other)).code).toBe(2);
    expect((await lab(["predict", "1", "3"], other)).code).toBe(0);
    for (const words of [
      ["next", "--answer", "2.5"],
      ["next", "--answer", "app-1"],
    ])
      expect((await lab(words, other)).code).toBe(1);
    expect((await lab(["goto", "find-the-dead"], other)).code).toBe(2);
    const { stdout } = await lab(["status", "--json"], other);
    expect(JSON.parse(stdout)).toMatchObject({ at: "knee", done: 4, need: { kind: "run" } });
  });

  test("who presses Ctrl-C at a question gets the terminal back, and nothing runs", async () => {
    const terminal = onTerminal(["start"], other);
    await terminal.sees(/Enter goes on/);
    terminal.type(ctrlC);
    expect(await terminal.ended).toEqual({ code: 130, sane: true });
    expect(await audit()).toEqual([]);
  });

  test("who presses Ctrl-C while a step is measured, too", async () => {
    const terminal = onTerminal(["start"], other);
    await terminal.sees(/Enter goes on/);
    terminal.type(enter);
    await terminal.sees(/starting one-backend/, 300_000);
    terminal.type(ctrlC);
    expect(await terminal.ended).toEqual({ code: 130, sane: true });
    expect(await audit()).toEqual([]);
    expect(JSON.parse((await lab(["status", "--json"], other)).stdout)).toMatchObject({ at: "knee" });
  });

  test("who fell behind is brought to a step whose stage is up, in good order", async () => {
    const { code, stdout } = await lab(["goto", "find-the-dead", "--ready", "--json", "--yes"], other);
    expect(code).toBe(0);
    const gone = JSON.parse(stdout) as { stage: { url: string }; madeUp: number; need: { kind: string } };
    expect(gone).toMatchObject({ madeUp: 4, need: { kind: "run" } });
    expect((await fetch(gone.stage.url)).status).toBe(200);
    expect((await lab(["curl", "-o", "/dev/null", "-w", "%{http_code}", "/feed"], other)).stdout).toBe("200");
    expect((await lab(["sh", "lb-1", "echo", "hello"], other)).stdout).toBe("hello\n");
    expect((await lab(["sh", "lb-1", "exit 7"], other)).code).not.toBe(0);
    expect((await lab(["logs", "db-1", "--tail", "5"], other)).code).toBe(0);
    expect((await lab(["down"], other)).code).toBe(0);
    expect(await audit()).toEqual([]);
  });
});

describe("a learner with a stopwatch", () => {
  const third = { ...env, STAGECRAFT_PROGRESS: join(folder, "third.json") };

  test("notices what breaks, mends it by hand, and is told both times", async () => {
    expect((await lab(["start", "7", "--json"], third)).code).toBe(0);
    expect((await lab(["goto", "your-turn", "--ready", "--json", "--yes"], third)).code).toBe(0);
    expect((await lab(["down"], third)).code).toBe(0);
    const terminal = onTerminal(["start"], third);
    await terminal.sees(/Enter goes on/);
    await answer(terminal, "");
    await terminal.sees(/all is well/, 120_000);
    await terminal.sees(/failed +[1-9]/, 120_000);
    terminal.type(enter);
    await terminal.sees(/noticed after/);
    terminal.type(`host-2 take${enter}`);
    await terminal.sees(/mended: users are served again/);
    await terminal.sees(/fault to noticed [\d.]+ s, fault to mended [\d.]+ s/);
    await terminal.sees(/Enter goes on/);
    await answer(terminal, "quit");
    expect(await terminal.ended).toEqual({ code: 0, sane: true });
    const { labs } = JSON.parse(readFileSync(third.STAGECRAFT_PROGRESS, "utf8")) as Progress;
    expect(labs["07-standby-and-failover"]!.steps["your-turn"]).toMatchObject({ state: "passed" });
    expect(await audit()).toEqual([]);
  });
});
