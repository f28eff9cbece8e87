import { labSchemaFile } from "../app/lab-schema.ts";
import type { Verb } from "./verb.ts";

/** `lab schema`: what an editor needs to complete and check a lab.yaml. */
export const schema: Verb = (program, io) => {
  program
    .command("schema")
    .description("the JSON Schema of lab.yaml, for editors: labs/lab.schema.json")
    .action(() => io.out(labSchemaFile()));
};
