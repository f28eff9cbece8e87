import type { Claim, Expectation, Subject } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import { metricNamed, type Unit } from "../model/metrics.ts";
import type { ClaimVerdict, ControlVerdict, VerdictName } from "../model/verdict.ts";
import { type ResolvedDuring, resolveDuring } from "./during.ts";
import { evidenceFor } from "./figure.ts";
import { decide, divide, type Interval, intervalOf, medianInterval } from "./interval.ts";

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
  const during = resolveDuring(claim, stagesOf(claim.subject), all);
  const judged = judgeOn(claim, claim.subject, during, all);
  return {
    id: claim.id,
    says: claim.says,
    verdict: judged.verdict,
    metric: claim.metric,
    ...shown(judged.interval),
    unit: unitOf(claim),
    expected: `${claim.expect.op} ${claim.expect.value}`,
    expect: claim.expect,
    on: "on" in claim.subject ? claim.subject.on : claim.subject.ratio.join(" / "),
    during: "during" in during ? `${during.during.step}/${during.during.phase}` : "",
    samples: judged.samples,
    ...spreadOf(judged.perRepeat),
    controls: claim.mustFailOn.map((on) => judgeControl(claim, on, during, all)),
    ...(claim.noControl === undefined ? {} : { noControl: claim.noControl }),
    reasons: judged.reasons,
  };
}

// A control takes the subject's place; of a ratio, the place of its upper side.
function judgeControl(claim: Claim, on: string, during: ResolvedDuring, all: Measurements): ControlVerdict {
  const subject: Subject = "on" in claim.subject ? { on } : { ratio: [on, claim.subject.ratio[1]] };
  const judged = judgeOn(claim, subject, during, all);
  const turned = { pass: "held", fail: "failed", unknown: "unknown", invalid: "invalid" } as const;
  const reason = judged.reasons.join("; ");
  return {
    on,
    verdict: turned[judged.verdict],
    ...shown(judged.interval),
    ...(reason ? { reason } : {}),
  };
}

function judgeOn(claim: Claim, subject: Subject, during: ResolvedDuring, all: Measurements): Judged {
  const nothing = { interval: null, perRepeat: [], samples: 0 };
  if ("reason" in during) return { ...nothing, verdict: "unknown", reasons: [during.reason] };
  const stages = stagesOf(subject);
  const sides = stages.map((on) => evidenceFor({ metric: claim.metric, on, during: during.during }, all));
  const samples = Math.min(...sides.map((side) => side.samples));
  if (sides.some((side) => side.state !== "measured")) {
    const verdict = sides.some((side) => side.state === "invalid") ? "invalid" : "unknown";
    // of a ratio the reader must be told which side it is
    const reasons = sides.flatMap((side, at) =>
      side.state === "measured"
        ? []
        : side.reasons.map((reason) => (sides.length > 1 ? `${stages[at]}: ${reason}` : reason)),
    );
    return { ...nothing, samples, verdict, reasons: [...new Set(reasons)] };
  }
  const repeats = sides.map((side) => (side.state === "measured" ? side.repeats : []));
  const perRepeat = pairRepeats(repeats);
  if (typeof perRepeat === "string") return { ...nothing, samples, verdict: "unknown", reasons: [perRepeat] };
  const interval = medianInterval(perRepeat);
  return { interval, perRepeat, samples, ...against(interval, samples, claim.expect) };
}

function against(
  interval: Interval,
  samples: number,
  expect: Expectation,
): { verdict: VerdictName; reasons: string[] } {
  if (samples < expect.minSamples) {
    return { verdict: "unknown", reasons: [`rests on ${samples} samples; needs ${expect.minSamples}`] };
  }
  const holds = decide(interval, expect.op, expect.value);
  if (holds !== null) return { verdict: holds ? "pass" : "fail", reasons: [] };
  const known =
    interval.high === Number.POSITIVE_INFINITY
      ? `more than ${interval.low}`
      : `between ${interval.low} and ${interval.high}`;
  return {
    verdict: "unknown",
    reasons: [`only known to be ${known}: too little to decide ${expect.op} ${expect.value}`],
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

function stagesOf(subject: Subject): string[] {
  return "on" in subject ? [subject.on] : subject.ratio;
}

function unitOf(claim: Claim): Unit {
  return "ratio" in claim.subject ? "times" : (metricNamed(claim.metric)?.unit ?? "count");
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
