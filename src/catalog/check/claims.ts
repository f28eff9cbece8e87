import type { During } from "../../model/lab.ts";
import { type Metric, metricNamed } from "../../model/metrics.ts";
import { aliasOf } from "../schema/control.ts";
import type { DraftClaim, DraftExpectation } from "../schema/draft.ts";
import type { Findings } from "../source/problems.ts";
import { valueAt } from "../source/shape.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";
import { checkSubject, type FoundFigure, type OnFigure } from "./figure.ts";
import { metricNames } from "./subject.ts";
import { checkThrottled } from "./throttled.ts";

/** Every claim is about something that is measured, could fail, and has a control that is measured, too. */
export function checkClaims(context: CheckContext, onFigure: OnFigure): void {
  context.draft.claims?.forEach((claim, index) => {
    const figure = claim && checkClaim(claim, ["claims", index], context);
    if (figure) onFigure(index, figure);
  });
}

function checkClaim(claim: DraftClaim, path: Path, context: CheckContext): FoundFigure | undefined {
  const { findings } = context;
  const metric = claim.metric === undefined ? undefined : metricNamed(claim.metric);
  if (claim.metric !== undefined) findings.known([...path, "metric"], "metric", claim.metric, metricNames);
  checkControl(claim, path, findings);
  const controls = (claim.mustFailOn ?? []).flatMap((written, at) => {
    const alias = aliasOf(written);
    return alias === undefined ? [] : [{ alias, path: [...path, "mustFailOn", at] }];
  });
  for (const { alias, path: at } of controls) {
    const same = [claim.on, ...(claim.ratio ?? []), claim.comparedWith?.on].includes(alias);
    if (same)
      findings.add(
        at,
        `the claim cannot hold and fail on "${alias}"`,
        "a control is another stage or variant",
      );
  }
  const figure = checkSubject(claim, path, controls, context);
  if (metric && figure) checkThreshold(claim, metric, figure.during, path, context);
  checkThrottled(claim, figure?.during.step, path, context);
  return figure;
}

function checkControl(claim: DraftClaim, path: Path, findings: Findings): void {
  // ill-formed ones have findings of their own
  const there = (key: string) => valueAt(findings.source.value, [...path, key]) !== undefined;
  if (!there("on") && !there("ratio"))
    findings.add(path, '"on" or "ratio" is missing: which stage is the claim about?');
  if (claim.mustFailOn && claim.control) {
    findings.add([...path, "control"], "there is a control: mustFailOn", "take one of the two away", "key");
  }
  if (!there("mustFailOn") && !there("control")) {
    findings.add(
      path,
      "the claim has no negative control",
      "mustFailOn: [stage alias], or control: aa for a comparison, or control: {none: why there is none}",
    );
  }
}

/** The bound below which, or on whose wrong side, the claim fails. */
function boundOf({ op, value, between, minSamples }: DraftExpectation = {}) {
  return between ? { op: ">=" as const, value: between[0], minSamples } : { op, value, minSamples };
}

function checkLimit({ between }: DraftExpectation, path: Path, findings: Findings): void {
  const [lowest, highest] = between ?? [];
  if (lowest === undefined || highest === undefined || lowest < highest) return;
  findings.add(path, `nothing is between ${lowest} and ${highest}`, "the lower bound stands first");
}

/** Samples of these are requests or answers, so there cannot be more of them than requests. */
const countsRequests = (metric: Metric): boolean => /^(http|latency|sessions|servers)\./.test(metric.name);

// A threshold that no run could miss, or that no run could reach, tests nothing; nor may --quick make it so.
function checkThreshold(
  claim: DraftClaim,
  metric: Metric,
  figure: Required<During>,
  path: Path,
  { findings, measuring, draft }: CheckContext,
): void {
  const { op, value, minSamples } = boundOf(claim.expect);
  const at = (key: string) => [...path, "expect", key];
  checkLimit(claim.expect ?? {}, at("between"), findings);
  // a quotient has other bounds than the figures it is made of
  const plain = claim.on !== undefined && claim.comparedWith === undefined;
  // what a command prints may be anything
  const bounded = metric.name !== "command.value";
  if (value !== undefined && value < 0 && bounded) findings.add(at("value"), `no ${metric.name} is below 0`);
  if (value !== undefined && value > 1 && metric.unit === "ratio" && plain) {
    findings.add(at("value"), `${metric.name} is a share of 1: it is never above 1`, "60 % is written 0.6");
  }
  if (value === 0 && op === ">=" && bounded)
    findings.add(at("value"), `${metric.name} is always at least 0: this cannot fail`);
  if (value === 1 && op === "<=" && metric.unit === "ratio" && plain) {
    findings.add(at("value"), `${metric.name} is always at most 1: this cannot fail`);
  }
  const step = measuring.find((one) => one.id === figure.step);
  const ms = step?.phases.get(figure.phase);
  if (!step || ms === undefined) return;
  const quickMs = ms * (draft.quick?.phases ?? defaultQuick.phases);
  if (metric.needs?.fault && metric.unit === "s" && plain && value !== undefined && value * 1000 >= quickMs) {
    const next = `with --quick the ${figure.phase} phase lasts ${quickMs / 1000} s; make it longer or the bound smaller`;
    findings.add(
      at("value"),
      `${value} s is as long as the phase: what takes longer could not be seen`,
      next,
    );
  }
  const requests = (step.load?.ratePerS ?? 0) * (draft.quick?.rate ?? defaultQuick.rate) * (quickMs / 1000);
  if (minSamples === undefined || !countsRequests(metric) || step.load?.kind !== "open" || requests === 0)
    return;
  if (minSamples > requests) {
    const next = `with --quick the ${figure.phase} phase holds about ${Math.round(requests)} requests`;
    findings.add(at("minSamples"), `${minSamples} samples cannot be reached`, next);
  }
}

/** What `--quick` does to a lab that does not say. */
export const defaultQuick = { rate: 1, phases: 0.5, repeats: 1 };
