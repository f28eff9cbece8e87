import type { CheckContext } from "./context.ts";

/** Journeys send something, loads mix journeys that exist. */
export function checkLoads({ draft, findings }: CheckContext): void {
  const journeys = Object.keys(draft.journeys ?? {});
  for (const [name, steps] of Object.entries(draft.journeys ?? {})) {
    if (steps?.every((step) => step?.think !== undefined)) {
      findings.add(
        ["journeys", name],
        `the journey "${name}" sends no request`,
        "add a get, post, read or login",
      );
    }
    checkReads(name, steps ?? [], findings);
  }
  for (const [name, load] of Object.entries(draft.loads ?? {})) {
    if (load?.mix && Object.keys(load.mix).length === 0) {
      findings.add(["loads", name, "mix"], "the mix is empty", `journeys: ${journeys.join(", ")}`);
    }
    for (const journey of Object.keys(load?.mix ?? {})) {
      findings.known(["loads", name, "mix", journey], "journey", journey, journeys);
    }
  }
}

type Steps = NonNullable<NonNullable<CheckContext["draft"]["journeys"]>[string]>;

// A read asks for what this user wrote: without a write before it there is nothing to read.
function checkReads(name: string, steps: Steps, findings: CheckContext["findings"]): void {
  steps.forEach((step, index) => {
    if (step?.read === undefined || step.ledger === undefined) return;
    const written = steps.slice(0, index).some((earlier) => earlier?.post && earlier.ledger === step.ledger);
    if (written) return;
    findings.add(
      ["journeys", name, index],
      `nothing is written to the ledger "${step.ledger}" before it is read back`,
      `put {post: /…, ledger: ${step.ledger}} before it`,
    );
  });
}
