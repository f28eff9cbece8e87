import { describe, expect, test } from "vitest";
import type { ClaimVerdict, ControlVerdict, LabVerdict, VerdictName } from "../src/model/verdict.ts";
import { drawnSpeed, mayMeasureAgain, measureAgain, speeds } from "./measure-again.ts";

function claim(verdict: VerdictName, control: ControlVerdict["verdict"] = "failed"): ClaimVerdict {
  return {
    id: "c",
    says: { en: "", ko: "" },
    verdict,
    metric: "latency.p99",
    value: 1,
    unit: "ms",
    expected: "<= 1",
    expect: { op: "<=", value: 1, minSamples: 1 },
    on: "single",
    during: "s/baseline",
    samples: 1,
    controls: [{ on: "weak", verdict: control, value: 1 }],
    reasons: [],
  };
}

const of = (verdict: VerdictName, claims: ClaimVerdict[]): LabVerdict => ({
  lab: "04-scale-out",
  verdict,
  claims,
  stages: [],
  runDir: "",
  durationS: 1,
  reasons: [],
});

const passed = of("pass", [claim("pass")]);
const failed = of("fail", [claim("fail")]);
const spoiled = of("invalid", [claim("invalid"), claim("pass")]);

/** Measures by a list; answers with what counted and what was told. */
async function measured(...results: LabVerdict[]) {
  const told: [number, VerdictName][] = [];
  let runs = 0;
  const counted = await measureAgain(
    async () => results[runs++]!,
    (nth, { verdict }) => told.push([nth, verdict]),
  );
  return { counted: counted.verdict, told, runs };
}

describe("a second measurement", () => {
  test("is made of a lab that was spoiled, and both are told", async () => {
    expect(await measured(spoiled, passed)).toEqual({
      counted: "pass",
      told: [
        [1, "invalid"],
        [2, "pass"],
      ],
      runs: 2,
    });
  });

  test("counts whatever it says, and is the last", async () => {
    expect(await measured(spoiled, failed, passed)).toMatchObject({ counted: "fail", runs: 2 });
    expect(await measured(spoiled, spoiled, passed)).toMatchObject({ counted: "invalid", runs: 2 });
  });

  test.each([passed, failed, of("unknown", [claim("unknown")])])(
    "is not made of one that can be judged",
    async (first) => {
      expect(await measured(first, passed)).toMatchObject({ counted: first.verdict, runs: 1 });
    },
  );

  test("is not made where a claim failed or a control held beside what was spoiled", () => {
    expect(mayMeasureAgain(spoiled)).toBe(true);
    expect(mayMeasureAgain(of("invalid", [claim("invalid"), claim("fail")]))).toBe(false);
    expect(mayMeasureAgain(of("invalid", [claim("invalid"), claim("pass", "held")]))).toBe(false);
  });
});

test("the drawn speed has its turn, each of them in as many seeds as there are", () => {
  expect(new Set([7, 8, 9].map(drawnSpeed))).toEqual(new Set(speeds));
  expect(drawnSpeed(20_788)).toBe(drawnSpeed(20_788));
});
