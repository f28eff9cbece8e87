import type { Problem } from "../../model/errors.ts";
import type { Claim, Lab } from "../../model/lab.ts";
import type { YamlSource } from "../source/yaml.ts";
import { type Distance, distanceTo } from "./distance.ts";
import type { RecordedFigures } from "./schema.ts";

/** Further than so many times from the median a bound catches too little. */
const mostTimes = 2;
/** Nearer than so many spreads a verdict flips now and then. */
const leastSpreads = 3;

/** How far a claim's bound is from what one set of runs recorded. */
export interface ClaimDistance extends Distance {
  claim: string;
  speed: number;
  bound: string;
  /** The author's reason for a bound that is far. */
  slack?: string;
}

/** Each claim's distance for each set of recorded runs, in the lab's order; a claim that nothing is recorded of has none. */
export function distancesOf(lab: Lab, figures: RecordedFigures): ClaimDistance[] {
  return lab.claims.flatMap((claim) =>
    figures.recorded.flatMap(({ speed, claims }) => {
      const recorded = claims[claim.id];
      if (recorded?.metric !== claim.metric) return [];
      const { op, value } = claim.expect;
      const distance = distanceTo(value, op, recorded.values, recorded.unit);
      const { slack } = claim;
      return [
        {
          claim: claim.id,
          speed,
          bound: `${op} ${value}`,
          ...distance,
          ...(slack !== undefined && { slack }),
        },
      ];
    }),
  );
}

/**
 * Bounds that are far from everything recorded and give no reason (errors in a lab of `form: 2`, warnings in the others),
 * and those so near that they will flip (warnings: they need another measurement, not another bound).
 */
export function checkSlack(lab: Lab, source: YamlSource, figures: RecordedFigures): Problem[] {
  const all = distancesOf(lab, figures);
  return lab.claims.flatMap((claim, index) => {
    const place = source.placeOf(["claims", index, "expect", "value"]);
    const own = all.filter((one) => one.claim === claim.id);
    if (own.length === 0) return [{ ...unrecorded(claim), place, severity: "warning" as const }];
    const near = own.filter(({ spreads }) => spreads !== null && spreads < leastSpreads);
    const nearest = own.reduce((least, one) => (timesOf(one) < timesOf(least) ? one : least));
    const slack = timesOf(nearest) > mostTimes && claim.slack === undefined;
    return [
      ...(slack
        ? [{ ...far(nearest), place, ...(lab.form === 2 ? {} : { severity: "warning" as const }) }]
        : []),
      ...near.map((one) => ({ ...flips(one), place, severity: "warning" as const })),
    ];
  });
}

const timesOf = ({ times }: ClaimDistance): number => times ?? Number.POSITIVE_INFINITY;

const unrecorded = ({ id, metric }: Claim): Problem => ({
  what: `nothing is recorded of ${id} (${metric})`,
  next: "node bench/repeat.mjs LAB 5, then node bench/figures.mjs LAB --keep",
});

const short = (value: number): string => String(Number(value.toPrecision(3)));

function far({ bound, median, times, runs }: ClaimDistance): Problem {
  const factor = times === null ? "endlessly" : `${short(times)} times`;
  return {
    what: `${bound} is ${factor} away from the median of ${short(median)} (${runs} runs): it would catch too little`,
    next: `bring it within ${mostTimes} times, or say why not: slack: "…" beside the value`,
  };
}

function flips({ bound, median, spread, spreads, speed, runs }: ClaimDistance): Problem {
  const where = `median ${short(median)}, spread ${short(spread)}, ${runs} runs at speed ${speed}`;
  return {
    what: `will flip: ${bound} is ${short(spreads!)} spreads from what was measured (${where}); needs ${leastSpreads}`,
    next: "take more samples or measure something steadier; another bound would only hide it",
  };
}
