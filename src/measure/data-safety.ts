import type { PhaseName } from "../model/lab.ts";
import { type Found, found, missing, quotient } from "./figure.ts";
import { checkReads, checkWrites, type History } from "./ledger.ts";
import { eventsOf, recordsOf, type StepData } from "./step-data.ts";

/** What the ledgers show of a step: writes by the phase they were tried in, reads by the phase they were made in. */
export function dataSafety(data: StepData): Found[] {
  const histories = historiesOf(data);
  if (histories.length === 0) return [];
  return data.spans.flatMap(({ phase }) => [...writes(histories, phase), ...reads(histories, phase)]);
}

function historiesOf(data: StepData): History[] {
  const allWrites = recordsOf(data, "write");
  const allReads = recordsOf(data, "read");
  return [...new Set(allWrites.map((write) => write.ledger))].map((ledger) => {
    const listed = eventsOf(data, "ledger").findLast((event) => event.ledger === ledger);
    return {
      writes: allWrites.filter((write) => write.ledger === ledger),
      reads: allReads.filter((read) => read.ledger === ledger),
      ...(listed ? { stored: listed.ids } : {}),
    };
  });
}

const counts = (phase: PhaseName, of: string): boolean => (phase === "all" ? of !== "warmup" : of === phase);

function writes(histories: readonly History[], phase: PhaseName): Found[] {
  const sums = {
    attempted: 0,
    acknowledged: 0,
    indeterminate: 0,
    checked: 0,
    lost: 0,
    unexpected: 0,
    duplicates: 0,
  };
  for (const history of histories) {
    const known = new Map(history.writes.map((write) => [write.id, write.phase]));
    // what nobody wrote belongs to no phase: it shows up in the whole only
    const own = (id: string) => counts(phase, known.get(id) ?? "all") || (phase === "all" && !known.has(id));
    const findings = checkWrites(history);
    for (const name of Object.keys(sums) as (keyof typeof sums)[])
      sums[name] += findings[name].filter(own).length;
  }
  const unlistedOnes = histories.filter((history) => history.stored === undefined);
  const listed = unlistedOnes.length === 0;
  const unlisted = `the store was not listed after the load (${unlistedOnes.map(ledgerOf).join(", ")})`;
  return [
    found("writes.attempted", phase, sums.attempted, sums.attempted),
    found("writes.acknowledged", phase, sums.acknowledged, sums.attempted),
    found("writes.indeterminate", phase, sums.indeterminate, sums.attempted),
    sums.checked > 0
      ? found("writes.lost", phase, sums.lost, sums.checked)
      : missing(
          "writes.lost",
          phase,
          sums.acknowledged > 0
            ? `${unlisted}, and no write was read back`
            : "no write was acknowledged in this phase",
        ),
    quotient(
      "writes.lost_ratio",
      phase,
      sums.lost,
      sums.checked,
      "no acknowledged write could be looked for",
    ),
    listed
      ? found("writes.unexpected", phase, sums.unexpected, sums.attempted)
      : missing("writes.unexpected", phase, unlisted),
    listed
      ? found("writes.duplicates", phase, sums.duplicates, sums.attempted)
      : missing("writes.duplicates", phase, unlisted),
  ];
}

const ledgerOf = ({ writes: [first] }: History): string => first?.ledger ?? "";

function reads(histories: readonly History[], phase: PhaseName): Found[] {
  const sums = { checked: 0, ownMissing: 0, stale: 0 };
  for (const history of histories) {
    const findings = checkReads(history);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) {
      sums[name] += findings[name].filter((read) => counts(phase, read.phase)).length;
    }
  }
  const lacking = "no acknowledged write was read back in this phase";
  const figure = (metric: "reads.own_missing" | "reads.stale", value: number) =>
    sums.checked > 0 ? found(metric, phase, value, sums.checked) : missing(metric, phase, lacking);
  return [
    figure("reads.own_missing", sums.ownMissing),
    quotient("reads.own_missing_ratio", phase, sums.ownMissing, sums.checked, lacking),
    figure("reads.stale", sums.stale),
    quotient("reads.stale_ratio", phase, sums.stale, sums.checked, lacking),
  ];
}
