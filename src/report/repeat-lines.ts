import type { RunEvent } from "../model/event.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { formatValue } from "../text/numbers.ts";
import { printableLine } from "../text/printable.ts";
import type { FinishedRun } from "./finished-run.ts";

/** Command, seed, host, revision and images: what it takes to do the same again, and to judge why it differs. */
export function repeatLines(run: FinishedRun, language: Language): [string, string][] {
  const strings = stringsOf(language);
  const started = eventOf(run.events, "run-started");
  const images = eventOf(run.events, "images")?.images ?? [];
  const lines: [string, string][] = [[strings.command, commandOf(run)]];
  if (started) {
    const { cores, memoryMiB, engine, kernel } = started.host;
    const memory = formatValue(memoryMiB, "MiB", language);
    lines.push([strings.host, strings.hostText(cores, memory, engine, kernel)]);
    lines.push([strings.revision, `${started.revision} (${started.version})`]);
  }
  if (images.length > 0) {
    const texts = images.map((image) => `${image.ref} ${shortId(image.id)} ${image.version}`.trim());
    lines.push([strings.images, texts.join("; ")]);
  }
  lines.push([strings.record, run.verdict.runDir]);
  return lines.map(([name, text]) => [name, printableLine(text)]);
}

/** The command that runs the same lab with the same arrivals. */
function commandOf(run: FinishedRun): string {
  const { plan } = run;
  const speed = speedOf(run);
  const period = eventOf(run.events, "run-started")?.host.cpuPeriodMs;
  return [
    ...(speed === 1 ? [] : [`STAGECRAFT_SPEED=${speed}`]),
    ...(period === undefined ? [] : [`STAGECRAFT_CPU_PERIOD=${period}ms`]),
    "./lab run",
    plan.lab,
    ...(plan.quick ? ["--quick"] : []),
    "--seed",
    plan.seed,
  ].join(" ");
}

/** STAGECRAFT_SPEED of a run; 1 in records from before it was there. */
export const speedOf = ({ events }: Pick<FinishedRun, "events">): number =>
  eventOf(events, "run-started")?.host.speed ?? 1;

/** Enough of an image id to tell it from others. */
export const shortId = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);

function eventOf<T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) {
  return events.find((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}
