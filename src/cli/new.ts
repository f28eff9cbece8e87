import { type LabMade, newLab } from "../app/new-lab.ts";
import { projectRoot } from "./context.ts";
import { printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface Flags {
  number?: string;
  stage?: string;
  weak?: string;
  json?: boolean;
}

const help = `
The lab can be run at once: it has one claim as an example. docs/authoring.md writes one from here.
Examples: ./lab new cache-stampede
          ./lab new frozen-server --weak scale-out/no-health-check
          ./lab new read-replicas --number 30 --stage replication --weak replication/one-database
`;

/** What was made, and what to do with it. */
export function madeText({ id, files, stages, fault }: LabMade): string {
  const number = id.slice(0, 2);
  const sides = stages.weak === undefined ? stages.strong : `${stages.strong} against ${stages.weak}`;
  return [
    ...files,
    "",
    `./lab check ${number} --no-run   # is it whole? what is still to be written?`,
    `./lab run ${number} --quick      # ${sides}, broken by ${fault.kind} of ${fault.target}`,
    "docs/authoring.md goes on from here",
    "",
  ].join("\n");
}

/** `lab new NAME`: the folder of a lab to be written. */
export const newVerb: Verb = (program, io) => {
  program
    .command("new")
    .argument("<name>", "what the lab is about, such as cache-stampede")
    .description("make the folder of a new lab, with texts that say what to write where")
    .option("--number <number>", "1 to 99; the next that is neither taken nor planned when left out")
    .option("--stage <stage>", "the stage it is about, or stage/variant (scale-out when left out)")
    .option("--weak <stage>", "what lacks it and must fail, or stage/variant (of scale-out: one-backend)")
    .option("--json", "as JSON on stdout")
    .addHelpText("after", help)
    .action(async (name: string, { json, ...flags }: Flags) => {
      const made = await newLab(projectRoot, { name, ...flags });
      if (json) return printJson(io, made);
      io.out(madeText(made));
    });
};
