import { describe, expect, test } from "vitest";
import type { Step } from "../model/lab.ts";
import type { Evidence, LabWalk, Prediction } from "../model/walk.ts";
import { asked, labOf, measured, steps } from "./testing.ts";
import {
  answer,
  currentStep,
  done,
  doneByHand,
  goOn,
  goTo,
  hint,
  isOver,
  makeUpTo,
  needOf,
  newWalk,
  recordOf,
  scored,
} from "./walk.ts";

const lab = labOf();
const now = "2026-01-01T00:00:00.000Z";
const nothing: Evidence = {};

/** A learner who stands at a step, with everything before it passed. */
function walkAt(id: string): LabWalk {
  const before = lab.steps.slice(
    0,
    lab.steps.findIndex((step) => step.id === id),
  );
  const records = before.map((step) => [step.id, { state: "passed" as const }]);
  return { ...newWalk(lab, now), at: id, steps: Object.fromEntries(records) };
}

const need = (id: string, evidence: Evidence = measured) => needOf(lab, walkAt(id), evidence).kind;

describe("what a step needs", () => {
  test.each([
    ["story", "go-on"],
    ["picture", "go-on"],
    ["guess", "guess"],
    ["kill", "figure"],
    ["find", "answer"],
    ["why", "go-on"],
    ["questions", "question"],
    ["turn", "do"],
    ["clock", "by-hand"],
    ["end", "go-on"],
  ])("%s: %s", (id, kind) => {
    expect(need(id)).toBe(kind);
  });

  test.each(["kill", "find", "why"])("%s needs the measurement while there is none", (id) => {
    expect(needOf(lab, walkAt(id), nothing)).toEqual({ kind: "run", step: "kill" });
  });

  test("a step whose run has no figure worth asking needs nothing more", () => {
    expect(need("kill", { kill: { run: "r1", asked: undefined, missing: [] } })).toBe("go-on");
  });

  test("whoever had a measurement made up for is not held up by its explanation, but has to check for real", () => {
    const made = makeUpTo(lab, newWalk(lab, now), "why");
    expect(needOf(lab, made, nothing).kind).toBe("go-on");
    const back = makeUpTo(lab, newWalk(lab, now), "find");
    expect(needOf(lab, back, nothing)).toEqual({ kind: "run", step: "kill" });
  });

  test("what is done needs nothing again", () => {
    for (const step of steps) {
      const walk = { ...walkAt("end"), at: step.id };
      if (step.id !== "end") expect(needOf(lab, walk, nothing).kind).toBe("go-on");
    }
  });

  test("an observed step and a tried one are measured like any other", () => {
    const base = { hints: [], treats: [] };
    const some: Step[] = [
      { ...base, id: "kill", kind: "observe", load: "browse", forMs: 1000 },
      { ...base, id: "try", kind: "try", on: ["one"], commands: [], repeats: 1 },
      { ...base, id: "fixed", kind: "verify", equals: { fact: "answer", answer: 3 } },
    ];
    const other = labOf(some);
    expect(needOf(other, newWalk(other, now), nothing)).toEqual({ kind: "run", step: "kill" });
    expect(needOf(other, newWalk(other, now), measured).kind).toBe("figure");
    expect(needOf(other, { ...newWalk(other, now), at: "try" }, nothing).kind).toBe("run");
    expect(needOf(other, { ...newWalk(other, now), at: "fixed" }, nothing).kind).toBe("answer");
  });
});

describe("nobody gets past a step without its check", () => {
  test.each(["guess", "kill", "find", "questions", "turn", "clock"])("going on from %s is refused", (id) => {
    const walk = walkAt(id);
    for (const evidence of [nothing, measured]) {
      const after = goOn(lab, walk, evidence, now);
      expect(after).toMatchObject({ refusal: "not-done", walk });
    }
  });

  test.each(steps.map((step) => step.id))("whatever is typed at %s without a run passes no check", (id) => {
    if (["guess", "questions"].includes(id)) return; // they rest on no run
    for (const text of ["", "app-1", "app-2", "7.79", "0", "true", "passed"]) {
      const after = answer(lab, walkAt(id), nothing, text);
      expect(after.refusal).toBe("nothing-to-answer");
      expect(recordOf(after.walk, id).state).toBeUndefined();
    }
  });

  test("ahead only past steps that are done; back at any time", () => {
    const walk = walkAt("kill");
    expect(goTo(lab, walk, "why")).toMatchObject({ hinderedBy: "kill", walk: { at: "kill" } });
    expect(goTo(lab, walk, "story").walk.at).toBe("story");
    expect(goTo(lab, goTo(lab, walk, "story").walk, "kill").walk.at).toBe("kill");
  });

  test("of the figure only what the run showed lets through, as it is shown or as a share", () => {
    const walk = walkAt("kill");
    for (const text of ["7.79 %", "7.79", "0.0779", "7.8%"]) {
      const after = answer(lab, walk, measured, text);
      expect(after.refusal).toBeUndefined();
      expect(recordOf(after.walk, "kill")).toMatchObject({ state: "passed", run: "r1" });
    }
    for (const text of ["9", "0", "779", "0.79"]) {
      const after = answer(lab, walk, measured, text);
      expect(after.refusal).toBe("other-figure");
      expect(recordOf(after.walk, "kill")).toEqual({ misses: 1 });
    }
    expect(answer(lab, walk, measured, "about eight").refusal).toBe("not-a-number");
  });

  test("of the missing server only its own name lets through", () => {
    const walk = walkAt("find");
    expect(answer(lab, walk, measured, " app-2 ").refusal).toBeUndefined();
    for (const text of ["app-1", "app-1 app-2", "", "2"])
      expect(answer(lab, walk, measured, text).refusal).toBe("wrong");
    const none = { kill: { run: "r1", asked, missing: [] } };
    expect(answer(lab, walk, none, "").refusal).toBe("wrong");
    const two = { kill: { run: "r1", asked, missing: ["app-1", "app-2"] } };
    expect(answer(lab, walk, two, "app-2, app-1").refusal).toBeUndefined();
  });

  test("a command that did not work, and a service that was not mended, are no pass", () => {
    expect(done(lab, walkAt("turn"), measured, false).refusal).toBe("not-done");
    expect(recordOf(done(lab, walkAt("turn"), measured, true).walk, "turn").state).toBe("passed");
    expect(done(lab, walkAt("kill"), measured, true).refusal).toBe("nothing-to-answer");
    const late = { noticedS: 3, mendedS: null, failed: 9, requests: 10 };
    const after = doneByHand(lab, walkAt("clock"), measured, late);
    expect(after.refusal).toBe("not-mended");
    expect(recordOf(after.walk, "clock")).toEqual({ byHand: late, misses: 1 });
    const mended = { ...late, mendedS: 20 };
    expect(recordOf(doneByHand(lab, walkAt("clock"), measured, mended).walk, "clock")).toMatchObject({
      state: "passed",
      byHand: mended,
    });
    expect(doneByHand(lab, walkAt("kill"), measured, mended).refusal).toBe("nothing-to-answer");
  });
});

describe("predictions", () => {
  test("an interval is kept, and what is none is told apart", () => {
    const walk = walkAt("guess");
    expect(recordOf(answer(lab, walk, nothing, "5% 20%").walk, "guess")).toEqual({
      state: "passed",
      guess: { low: 0.05, high: 0.2 },
    });
    expect(answer(lab, walk, nothing, "0.2 0.1").refusal).toBe("low-above-high");
    expect(answer(lab, walk, nothing, "12").refusal).toBe("not-an-interval");
    expect(answer(lab, walk, nothing, "5 20").refusal).toBe("not-a-share");
  });

  test("whoever has no guess goes on without one", () => {
    expect(recordOf(answer(lab, walkAt("guess"), nothing, "-").walk, "guess")).toEqual({ state: "passed" });
  });

  test("a guess that was made is not made again", () => {
    const { walk } = answer(lab, walkAt("guess"), nothing, "0.1 0.2");
    expect(answer(lab, walk, nothing, "0.3 0.4").refusal).toBe("nothing-to-answer");
  });

  test("scores stand with the steps that asked", () => {
    const prediction = { id: "guess", score: 90, held: true } as Prediction;
    expect(recordOf(scored(walkAt("kill"), [prediction]), "guess")).toMatchObject({
      state: "passed",
      scored: prediction,
    });
  });
});

describe("questions", () => {
  test("a right answer leaves out the one that depends on a wrong one", () => {
    let walk = walkAt("questions");
    expect(needOf(lab, walk, measured)).toMatchObject({ question: { id: "first" }, nth: 1, of: 2 });
    const right = answer(lab, walk, measured, "B");
    expect(right.right).toBe(true);
    walk = right.walk;
    expect(needOf(lab, walk, measured)).toMatchObject({ question: { id: "third" }, nth: 2, of: 2 });
    const last = answer(lab, walk, measured, "quorum");
    expect(recordOf(last.walk, "questions").state).toBe("passed");
  });

  test("a wrong one is let through, and asks more", () => {
    let { walk, right } = answer(lab, walkAt("questions"), measured, "a");
    expect(right).toBe(false);
    expect(needOf(lab, walk, measured)).toMatchObject({ question: { id: "second" }, nth: 2, of: 3 });
    expect(answer(lab, walk, measured, "many").refusal).toBe("not-a-number");
    ({ walk, right } = answer(lab, walk, measured, "0.35"));
    expect(right).toBe(true);
    expect(recordOf(walk, "questions").state).toBeUndefined();
    ({ walk, right } = answer(lab, walk, measured, "majority"));
    expect(right).toBe(false);
    expect(recordOf(walk, "questions").state).toBe("passed");
  });

  test("what is no option is no answer", () => {
    const after = answer(lab, walkAt("questions"), measured, "c");
    expect(after.refusal).toBe("not-an-option");
    expect(recordOf(after.walk, "questions").answers).toBeUndefined();
  });
});

describe("hints", () => {
  test("come one by one, and then no more", () => {
    const first = hint(lab, walkAt("find"));
    expect(first.hint).toBe("look");
    const second = hint(lab, first.walk);
    expect(second.hint).toBe("compare");
    expect(hint(lab, second.walk)).toEqual({ walk: second.walk, hint: undefined });
    expect(recordOf(second.walk, "find").hints).toBe(2);
  });

  test("a step without hints has none", () => {
    expect(hint(lab, walkAt("story")).hint).toBeUndefined();
  });
});

describe("the whole way", () => {
  test("from the first step to the last, and to the end", () => {
    let walk = newWalk(lab, now);
    const typed: Record<string, string[]> = {
      guess: ["0.05 0.2"],
      kill: ["7.79"],
      find: ["app-2"],
      questions: ["b", "quorum"],
    };
    const seen: string[] = [];
    for (let turn = 0; turn < 50 && needOf(lab, walk, measured).kind !== "end"; turn++) {
      const { id } = currentStep(lab, walk);
      seen.push(id);
      const text = typed[id]?.shift();
      if (text !== undefined) walk = answer(lab, walk, measured, text).walk;
      else if (id === "turn" && !walk.steps[id]) walk = done(lab, walk, measured, true).walk;
      else if (id === "clock" && !walk.steps[id])
        walk = doneByHand(lab, walk, measured, {
          noticedS: null,
          mendedS: 4,
          failed: 1,
          requests: 9,
        }).walk;
      else walk = goOn(lab, walk, measured, now).walk;
    }
    expect([...new Set(seen)]).toEqual(steps.map((step) => step.id));
    expect(isOver(lab, walk)).toBe(true);
    expect(walk.endedAt).toBe(now);
    expect(needOf(lab, walk, measured).kind).toBe("end");
  });

  test("whoever went back and left something open is led to it before the end", () => {
    const walk = { ...walkAt("end"), steps: { ...walkAt("end").steps } };
    delete walk.steps.guess;
    const after = goOn(lab, walk, measured, now).walk;
    expect(after.at).toBe("guess");
    expect(after.endedAt).toBeUndefined();
  });

  test("a lab that lost the step is gone on with at the first open one", () => {
    const walk = { ...walkAt("kill"), at: "of-an-older-version" };
    expect(currentStep(lab, walk).id).toBe("kill");
  });

  test("what was made up for counts as skipped, what was done stays done", () => {
    const walk = makeUpTo(lab, walkAt("guess"), "find");
    expect(walk.at).toBe("find");
    expect(recordOf(walk, "story").state).toBe("passed");
    expect(recordOf(walk, "guess").state).toBe("skipped");
    expect(recordOf(walk, "kill").state).toBe("skipped");
    expect(recordOf(walk, "find").state).toBeUndefined();
  });
});

describe("a lab whose steps have changed since", () => {
  // "why" has gone, and the measurement has one more prediction before it
  const changed = labOf(
    steps.flatMap((step): Step[] => {
      if (step.id === "why") return [];
      return step.id === "kill" ? [{ ...steps[2]!, id: "guess-again" } as Step, step] : [step];
    }),
  );

  test("goes on at the first open step when the one that the learner stood at is no more", () => {
    const walk = walkAt("why");
    expect(currentStep(changed, walk).id).toBe("guess-again");
    expect(needOf(changed, walk, measured).kind).toBe("guess");
    const after = answer(changed, walk, measured, "-").walk;
    expect(goOn(changed, { ...after, at: "guess-again" }, measured, now).walk.at).toBe("kill");
  });

  test("keeps what was done, and leads to what is new before the end", () => {
    const over = { ...walkAt("end"), endedAt: now };
    const done = { ...over, steps: { ...over.steps, end: { state: "passed" as const } } };
    expect(isOver(changed, done)).toBe(false);
    expect(goOn(changed, done, measured, now).walk.at).toBe("guess-again");
    expect(goTo(changed, done, "kill").hinderedBy).toBe("guess-again");
    expect(goTo(changed, done, "story").walk.at).toBe("story");
    expect(makeUpTo(changed, done, "end").steps["guess-again"]).toEqual({ state: "skipped" });
  });
});
