import { sideAgain } from "../../model/again.ts";
import type {
  Claim,
  Expectation,
  Journey,
  JourneyStep,
  Lab,
  Load,
  Localized,
  StageDifference,
  Subject,
} from "../../model/lab.ts";
import { defaultQuick } from "../check/claims.ts";
import type { FoundFigure } from "../check/figure.ts";
import type { WrittenExpectation } from "../schema/expectation.ts";
import type { WrittenClaim, WrittenLab } from "../schema/lab.ts";
import { durationMs, ratePerS, sizeBytes } from "../schema/units.ts";
import { subjectOf } from "./figure.ts";
import { resolveStep } from "./step.ts";

/** Where each figure of claims and predictions is taken from, as the checks found out. */
export type FiguresOf = (path: "claims" | "steps", index: number) => FoundFigure | undefined;

/** The lab with every default filled in; `written` must have passed every check. */
export function resolveLab(written: WrittenLab, file: string, duringOf: FiguresOf): Lab {
  const loads = Object.entries(written.loads ?? {}).map(([name, load]) => resolveLoad(name, load));
  const steps = written.steps.map((step, index) => resolveStep(step, loads, duringOf("steps", index)));
  const stages = Object.entries(written.stages).map(([alias, { stage, variant }]) => ({
    alias,
    stage,
    ...(variant !== undefined && { variant }),
  }));
  const claims = written.claims.map((one, index): Claim => {
    const claim = resolveClaim(one, duringOf("claims", index));
    const again = one.control === "aa" ? sideAgain({ stages, steps }, claim) : undefined;
    return { ...claim, ...(again && { again }) };
  });
  return {
    id: written.id,
    number: written.id.slice(0, 2),
    form: written.form ?? 1,
    title: written.title,
    ...(written.question && { question: written.question }),
    sources: written.sources ?? [],
    minutes: written.minutes,
    stages,
    journeys: Object.entries(written.journeys ?? {}).map(
      ([name, steps]): Journey => ({
        name,
        steps: steps.flatMap(resolveJourneyStep),
      }),
    ),
    loads,
    quick: {
      rate: written.quick?.rate ?? defaultQuick.rate,
      phases: written.quick?.phases ?? defaultQuick.phases,
      repeats: written.quick?.repeats ?? defaultQuick.repeats,
    },
    steps,
    claims,
    file,
  };
}

function resolveLoad(name: string, load: NonNullable<WrittenLab["loads"]>[string]): Load {
  if ("peak" in load) {
    const { path, stopAt } = load.peak;
    const limits = { p99Ms: durationMs(stopAt.p99), errorRatio: stopAt.errorRatio };
    return { kind: "peak", name, path, stopAt: limits, repeats: load.repeats ?? 1 };
  }
  const { rate, arrivals, connections, keepAlive, addresses, dnsTtl } = load.open;
  return {
    kind: "open",
    name,
    ratePerS: ratePerS(rate),
    arrivals: arrivals ?? "poisson",
    ...(connections !== undefined && { connections }),
    ...(keepAlive !== undefined && { keepAlive }),
    ...(addresses !== undefined && { addresses }),
    ...(dnsTtl !== undefined && { dnsTtlMs: durationMs(dnsTtl) }),
    mix: Object.entries(load.mix).map(([journey, weight]) => ({ journey, weight })),
  };
}

function resolveJourneyStep(step: NonNullable<WrittenLab["journeys"]>[string][number]): JourneyStep[] {
  if ("get" in step) {
    const { get: path, among, times = 1, pause } = step;
    const one: JourneyStep[] = [{ kind: "get", path, ...(among !== undefined && { among }) }];
    if (pause !== undefined) one.push({ kind: "think", ms: durationMs(pause) });
    return Array.from({ length: times }, () => one).flat();
  }
  if ("read" in step) return [{ kind: "read", path: step.read, ledger: step.ledger }];
  if ("login" in step) return [{ kind: "login", user: step.login }];
  if ("think" in step) return [{ kind: "think", ms: durationMs(step.think) }];
  if ("upload" in step) {
    const { upload: path, bytes, ledger } = step;
    return [{ kind: "upload", path, bytes: sizeBytes(bytes), ...(ledger !== undefined && { ledger }) }];
  }
  return [
    {
      kind: "post",
      path: step.post,
      ...(step.ledger !== undefined && { ledger: step.ledger }),
      ...(step.json !== undefined && { json: step.json }),
    },
  ];
}

function expectationOf(written: WrittenExpectation): Expectation {
  const minSamples = written.minSamples ?? 1;
  if (!("between" in written)) return { op: written.op, value: written.value, minSamples };
  const [lowest, highest] = written.between;
  return { op: ">=", value: lowest, minSamples, limit: { value: highest, why: written.limit } };
}

function resolveClaim(claim: WrittenClaim, found: FoundFigure | undefined): Claim {
  const subject = subjectOf(claim, found)!;
  const { slack } = claim.expect;
  const controls = (claim.mustFailOn ?? []).map((one) =>
    typeof one === "string" ? { stage: one, differs: undefined, because: undefined } : one,
  );
  const differs = controls.flatMap(({ stage, differs: what, because }): [string, StageDifference][] =>
    what === undefined ? [] : [[stage, { what, ...(because && { because }) }]],
  );
  return {
    id: claim.id,
    says: claim.says,
    metric: claim.metric as Claim["metric"],
    subject,
    expect: expectationOf(claim.expect),
    ...(slack !== undefined && { slack }),
    ...(claim.allowThrottled !== undefined && {
      allowThrottled: allowedOn(claim.allowThrottled, subject),
    }),
    mustFailOn: controls.map(({ stage }) => stage),
    ...(differs.length > 0 && { differs: Object.fromEntries(differs) }),
    ...(typeof claim.control === "object" && reasonOf(claim.control.none)),
    proves: claim.proves ?? [],
  };
}

/** One figure is for the stages that the claim is about; controls may fail by being throttled. */
function allowedOn(
  written: NonNullable<WrittenClaim["allowThrottled"]>,
  { on, comparedWith }: Subject,
): Record<string, number> {
  if (typeof written !== "number") return written;
  return Object.fromEntries([on, comparedWith?.on ?? on].map((alias) => [alias, written]));
}

/** Why there is no control: the English text by itself, and both where the lab has both. */
function reasonOf(none: string | Localized): Pick<Claim, "noControl" | "noControlSays"> {
  return typeof none === "string" ? { noControl: none } : { noControl: none.en, noControlSays: none };
}
