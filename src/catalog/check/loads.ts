import type { DraftJourneyStep, DraftLoad } from "../schema/draft.ts";
import { durationMs, sizeBytes } from "../schema/units.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";

/** Journeys send something, loads mix journeys that exist. */
export function checkLoads({ draft, findings }: CheckContext): void {
  const journeys = Object.keys(draft.journeys ?? {});
  for (const [name, steps] of Object.entries(draft.journeys ?? {})) {
    if (steps?.every((step) => step?.think !== undefined)) {
      findings.add(
        ["journeys", name],
        `the journey "${name}" sends no request`,
        "add a get, post, upload, read or login",
      );
    }
    checkReads(name, steps ?? [], findings);
    steps?.forEach((step, index) => {
      checkAmong(step, ["journeys", name, index], findings);
      checkUpload(step, ["journeys", name, index], findings);
    });
  }
  checkLedgers(draft.journeys ?? {}, findings);
  for (const [name, load] of Object.entries(draft.loads ?? {})) {
    checkTtl(load, ["loads", name, "open", "dnsTtl"], findings);
    if (load?.mix && Object.keys(load.mix).length === 0) {
      findings.add(["loads", name, "mix"], "the mix is empty", `journeys: ${journeys.join(", ")}`);
    }
    for (const journey of Object.keys(load?.mix ?? {})) {
      findings.known(["loads", name, "mix", journey], "journey", journey, journeys);
    }
  }
}

type Journeys = NonNullable<CheckContext["draft"]["journeys"]>;
type Steps = NonNullable<Journeys[string]>;
type Findings = CheckContext["findings"];

// A read asks for what this user wrote: without a write before it there is nothing to read.
function checkReads(name: string, steps: Steps, findings: Findings): void {
  steps.forEach((step, index) => {
    if (step?.read === undefined || step.ledger === undefined) return;
    const written = steps
      .slice(0, index)
      .some((earlier) => (earlier?.post ?? earlier?.upload) && earlier?.ledger === step.ledger);
    if (written) return;
    findings.add(
      ["journeys", name, index],
      `nothing is written to the ledger "${step.ledger}" before it is read back`,
      `put {post: /…, ledger: ${step.ledger}} (or an upload) before it`,
    );
  });
}

function checkAmong(step: DraftJourneyStep | undefined, path: Path, findings: Findings): void {
  if (step?.get === undefined) return;
  const drawn = step.get.includes("{n}");
  if (step.among !== undefined && !drawn) {
    findings.add([...path, "among"], "nothing is drawn: the path has no {n}", undefined, "key");
  }
  if (drawn && step.among === undefined) {
    findings.add([...path, "get"], "{n} is drawn from how many?", "add `among: 50` for 1 … 50");
  }
}

const leastImage = 100;
const largestImage = 16 * 1024 * 1024;

function checkUpload(step: DraftJourneyStep | undefined, path: Path, findings: Findings): void {
  if (step?.upload !== undefined && !/\{id\}.*\.(png|gif)$/.test(step.upload)) {
    findings.add(
      [...path, "upload"],
      "an upload's path has an {id} and ends in .png or .gif",
      "such as /uploads/{id}.png",
    );
  }
  if (step?.upload === undefined || step.bytes === undefined) return;
  const bytes = sizeBytes(step.bytes);
  if (bytes >= leastImage && bytes <= largestImage) return;
  findings.add([...path, "bytes"], "an image has from 100B to 16MiB", "such as 20KiB");
}

// What is posted can be listed after the load, what is uploaded cannot: a ledger holds one or the other.
function checkLedgers(journeys: Journeys, findings: Findings): void {
  const writers = Object.entries(journeys).flatMap(([name, steps]) =>
    (steps ?? []).map((step, index) => ({ step, path: ["journeys", name, index, "ledger"] })),
  );
  const posted = writers.flatMap(({ step }) => (step?.post && step.ledger ? [step.ledger] : []));
  for (const { step, path } of writers) {
    if (!step?.upload || step.ledger === undefined || !posted.includes(step.ledger)) continue;
    findings.add(path, `posts are entered in the ledger "${step.ledger}", too`, "give uploads their own");
  }
}

const shortestTtlMs = 10;

function checkTtl(load: DraftLoad | undefined, path: Path, findings: Findings): void {
  const ttl = load?.open?.dnsTtl;
  if (ttl === undefined || durationMs(ttl) >= shortestTtlMs) return;
  findings.add(path, "no client asks for a name more often than every 10ms");
}
