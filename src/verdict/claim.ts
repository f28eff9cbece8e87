import { sidesOf } from "../model/again.ts";
import type { Claim, Expectation, FigurePlace, Subject } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import { metricNamed } from "../model/metrics.ts";
import type { ClaimVerdict, ControlVerdict, VerdictName } from "../model/verdict.ts";
import { againSides } from "./again.ts";
import { type ResolvedFigure, resolveFigure } from "./during.ts";
import { evidenceFor, type FigureKey } from "./figure.ts";
import { decide, divide, type Interval, intervalOf, medianInterval } from "./interval.ts";
import { throttledBeyond } from "./throttled.ts";

/** A subject's figure against an expectation. */
interface Judged {
  verdict: VerdictName;
  interval: Interval | null;
  perRepeat: Interval[];
  samples: number;
  reasons: string[];
}

/** Judges one claim: on its own subject, then on each stage where it must not hold. */
export function judgeClaim(claim: Claim, all: Measurements): ClaimVerdict {
  const sides = sidesOf(claim.subject);
  const figures = figuresFor(claim, sides, all);
  const judged = judgeOn(claim, figures, all);
  const { of, comparedWith } = claim.subject;
  return {
    id: claim.id,
    says: claim.says,
    verdict: judged.verdict,
    metric: claim.metric,
    ...(of !== undefined && { of }),
    ...shown(judged.interval),
    unit: comparedWith ? "times" : (metricNamed(claim.metric)?.unit ?? "count"),
    expected: expectedText(claim.expect),
    expect: claim.expect,
    on: stagesOf(sides).join(" / "),
    during: duringText(figures[0]!),
    ...(comparedWith && { comparedWith: comparisonText(claim.subject, figures) }),
    samples: judged.samples,
    ...spreadOf(judged.perRepeat),
    controls: [
      ...claim.mustFailOn.map((on) => judgeControl(claim, on, stagesOf(sides), all)),
      ...(claim.again ? [judgeAgain(claim, all)] : []),
    ],
    ...(claim.noControl !== undefined && { noControl: claim.noControl }),
    ...(claim.noControlSays && { noControlSays: claim.noControlSays }),
    reasons: judged.reasons,
  };
}

const stagesOf = (sides: readonly FigurePlace[]): string[] => [...new Set(sides.map((side) => side.on))];

function figuresFor(
  claim: Claim,
  sides: readonly FigurePlace[],
  all: Measurements,
  stages: readonly string[] = stagesOf(sides),
): ResolvedFigure[] {
  return sides.map((side) => resolveFigure(claim, side, stages, all));
}

const duringText = (figure: ResolvedFigure): string =>
  "during" in figure ? `${figure.during.step}/${figure.during.phase}` : "";

// only what differs: the other stage of a ratio stands in `on`
function comparisonText({ of, on, comparedWith }: Subject, figures: readonly ResolvedFigure[]): string {
  const [upper, lower] = figures.map(duringText);
  const part = comparedWith?.of !== undefined && comparedWith.of !== of ? [comparedWith.of] : [];
  const stage = comparedWith?.on !== undefined && comparedWith.on !== on ? [comparedWith.on] : [];
  return [...part, ...stage, ...(upper === lower ? [] : [lower ?? ""])].join(", ");
}

// A control takes the subject's place; a side that names a stage of its own to compare with keeps it.
function judgeControl(
  claim: Claim,
  on: string,
  stages: readonly string[],
  all: Measurements,
): ControlVerdict {
  const sides = sidesOf({ ...claim.subject, on });
  const differs = claim.differs?.[on]?.what;
  const turned = turnedRound(on, judgeOn(claim, figuresFor(claim, sides, all, stages), all));
  return { ...turned, ...(differs !== undefined && { differs }) };
}

function judgeAgain(claim: Claim, all: Measurements): ControlVerdict {
  const { sides, figures } = againSides(claim, all);
  const judged = judgeOn(claim, figuresFor(claim, sides, figures), figures);
  return { ...turnedRound(sides[0]!.on, judged), again: true };
}

function turnedRound(on: string, judged: Judged): ControlVerdict {
  const turned = { pass: "held", fail: "failed", unknown: "unknown", invalid: "invalid" } as const;
  const reason = judged.reasons.join("; ");
  return {
    on,
    verdict: turned[judged.verdict],
    ...shown(judged.interval),
    ...(reason ? { reason } : {}),
  };
}

function judgeOn(claim: Claim, figures: readonly ResolvedFigure[], all: Measurements): Judged {
  const nothing = { interval: null, perRepeat: [], samples: 0 };
  const lacking = figures.flatMap((figure) => ("reason" in figure ? [figure.reason] : []));
  if (lacking.length > 0) return { ...nothing, verdict: "unknown", reasons: [...new Set(lacking)] };
  const keys = figures as FigureKey[];
  const sides = keys.map((key) => evidenceFor(key, all));
  const samples = Math.min(...sides.map((side) => side.samples));
  if (sides.some((side) => side.state !== "measured")) {
    const verdict = sides.some((side) => side.state === "invalid") ? "invalid" : "unknown";
    // of two stages the reader must be told which it is
    const several = stagesOf(keys).length > 1;
    const reasons = sides.flatMap((side, at) =>
      side.state === "measured"
        ? []
        : side.reasons.map((reason) => (several ? `${keys[at]!.on}: ${reason}` : reason)),
    );
    return { ...nothing, samples, verdict, reasons: [...new Set(reasons)] };
  }
  const throttled = throttledBeyond(claim, keys, all);
  if (throttled) return { ...nothing, samples, ...throttled };
  const repeats = sides.map((side) => (side.state === "measured" ? side.repeats : []));
  const perRepeat = pairRepeats(repeats);
  if (typeof perRepeat === "string") return { ...nothing, samples, verdict: "unknown", reasons: [perRepeat] };
  const interval = medianInterval(perRepeat);
  return { interval, perRepeat, samples, ...against(interval, samples, claim.expect) };
}

const expectedText = ({ op, value, limit }: Expectation): string =>
  `${op} ${value}${limit ? `, <= ${limit.value}` : ""}`;

function against(
  interval: Interval,
  samples: number,
  expect: Expectation,
): { verdict: VerdictName; reasons: string[] } {
  if (samples < expect.minSamples) {
    return { verdict: "unknown", reasons: [`rests on ${samples} samples; needs ${expect.minSamples}`] };
  }
  const { limit } = expect;
  if (limit && interval.low > limit.value) {
    return { verdict: "invalid", reasons: [`above the limit of ${limit.value}: the measurement is wrong`] };
  }
  const below = limit ? decide(interval, "<=", limit.value) : true;
  const holds = decide(interval, expect.op, expect.value) && below;
  if (holds !== null) return { verdict: holds ? "pass" : "fail", reasons: [] };
  const known =
    interval.high === Number.POSITIVE_INFINITY
      ? `more than ${interval.low}`
      : `between ${interval.low} and ${interval.high}`;
  return {
    verdict: "unknown",
    reasons: [`only known to be ${known}: too little to decide ${expectedText(expect)}`],
  };
}

type Valued = { repeat: number; value: number; atLeast?: boolean };

// A ratio pairs repeats that were measured next to each other, so that slow drifts of the host cancel out.
function pairRepeats(sides: readonly (readonly Valued[])[]): Interval[] | string {
  const [upper = [], lower] = sides;
  const interval = (one: Valued) => intervalOf(one.value, one.atLeast);
  if (!lower) return upper.map(interval);
  const quotients: Interval[] = [];
  for (const over of upper) {
    const under = lower.find((one) => one.repeat === over.repeat);
    if (!under || upper.length !== lower.length) return "the two sides do not have the same repeats";
    const quotient = divide(interval(over), interval(under));
    if (!quotient) return "the lower side of the ratio is zero";
    quotients.push(quotient);
  }
  return quotients;
}

// JSON has no infinity: an open end becomes a bound and a flag.
function shown(interval: Interval | null): { value: number | null; atLeast?: true; atMost?: true } {
  if (!interval || (interval.low === 0 && interval.high === Number.POSITIVE_INFINITY)) return { value: null };
  if (interval.low === interval.high) return { value: interval.low };
  if (interval.low === 0) return { value: interval.high, atMost: true };
  return { value: interval.low, atLeast: true };
}

function spreadOf(perRepeat: readonly Interval[]): Pick<ClaimVerdict, "spread"> {
  if (perRepeat.length < 2) return {};
  const lows = perRepeat.map((one) => one.low);
  const highs = perRepeat.map((one) => (Number.isFinite(one.high) ? one.high : one.low));
  return { spread: { min: Math.min(...lows), max: Math.max(...highs), repeats: perRepeat.length } };
}
