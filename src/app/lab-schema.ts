export { labSchemaFile } from "../catalog/schema/lab.ts";
