import { kindsNamed, type ListedFault, listFaults } from "../app/list-faults.ts";
import { faultKinds } from "../model/fault.ts";
import { aimText, exampleOf, excludes, faultsPage, needsText } from "../model/fault-page.ts";
import { type FaultParam, paramLike } from "../model/fault-params.ts";
import { contextFrom } from "./context.ts";
import { type Io, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface Flags {
  json?: boolean;
  markdown?: boolean;
}

const hereText = ({ here, reason }: ListedFault): string => {
  if (here === null) return `not known yet whether it can be had here: ${reason}`;
  return here ? "can be had here" : `cannot be had here: ${reason}`;
};

function valueText(param: FaultParam): string {
  const like = param.choices ? `one of ${param.choices.join(", ")}` : `such as ${paramLike(param)}`;
  if (param.default !== undefined) return `${like}; ${param.default} when left out`;
  return `${like}; ${param.optional ? "may be left out" : "must be given"}`;
}

/** A kind as a paragraph; in full with what it needs, what it excludes, and a command. */
export function faultText(fault: ListedFault, full: boolean): string {
  const params = Object.entries(fault.params).map(
    ([name, param]) => `    --param ${name}=…  ${param.means} (${param.type}, ${valueText(param)})`,
  );
  const needs = needsText(fault);
  const example = exampleOf(fault);
  const more = full
    ? [
        ...(needs === undefined ? [] : [`    needs: ${needs}`]),
        `    never on together with: ${excludes(fault, faultKinds).join(", ")}`,
        ...(example === undefined ? [] : [`    example: ${example}`]),
      ]
    : [];
  return [
    `${fault.name}${fault.stepOnly ? " (in a lab's steps only)" : ""}: ${hereText(fault)}`,
    `    ${fault.does}`,
    ...params,
    `    aimed at: ${aimText(fault)}`,
    `    proved by: ${fault.proof}`,
    `    heals: ${fault.heals}`,
    ...more,
  ]
    .map((line) => `${line}\n`)
    .join("");
}

async function list(io: Io, kind: string | undefined, flags: Flags): Promise<void> {
  // the page is of no machine
  if (flags.markdown) return io.out(faultsPage(faultKinds));
  kindsNamed(kind); // a wrong word is told before an engine is asked
  const found = await listFaults(contextFrom(io), kind);
  if (flags.json) return printJson(io, kind === undefined ? found : found[0]);
  io.out(found.map((one) => faultText(one, kind !== undefined)).join("\n"));
}

/** `lab faults`: what can be broken, how it is proved and how it heals. */
export const faults: Verb = (program, io) => {
  program
    .command("faults")
    .argument("[kind]", "only this one, in full")
    .description("every kind of fault: what it does, what it can be told, and whether it can be had here")
    .option("--json", "as JSON on stdout")
    .option("--markdown", "as the Markdown of docs/faults.md")
    .action((kind: string | undefined, flags: Flags) => list(io, kind, flags));
};
