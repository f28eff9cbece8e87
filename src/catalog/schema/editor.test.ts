import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { labIds } from "../lab-names.ts";
import { goodLab } from "../testing/project.ts";
import { labJsonSchema, labSchemaFile } from "./lab.ts";
import { identifier } from "./units.ts";

const labsDir = join(import.meta.dirname, "../../../labs");
const textOf = (...path: string[]) => readFileSync(join(labsDir, ...path), "utf8");
const schema = labJsonSchema() as AnySchemaObject;
const strict = { strict: true, strictRequired: false, allowUnionTypes: true };
const validate = new Ajv({ ...strict, allErrors: true }).compile(schema);

/** Paths that a validator of JSON Schema finds fault with, as an editor underlines them. */
function wrongIn(text: string): string[] {
  validate(parse(text));
  return [...new Set((validate.errors ?? []).map((error) => error.instancePath))];
}

it("is the file labs/lab.schema.json", () => {
  expect(textOf("lab.schema.json"), "./lab schema > labs/lab.schema.json").toBe(labSchemaFile());
});

it("says of every key what it is for", () => {
  const unsaid: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      const at = `${path}.${key}`;
      const described = (value as { description?: string }).description;
      // `then` speaks of a key that is described where it is defined
      const defined = path.endsWith(".properties") && !/\.(if|then)\.properties$/.test(path);
      if (defined && (described === undefined || described === identifier.description)) unsaid.push(at);
      look(value, at);
    }
  };
  look(labJsonSchema(), "");
  expect(unsaid, "add .meta({ description }) to these").toEqual([]);
});

describe.each(labIds(labsDir))("lab %s", (id) => {
  const text = textOf(id, "lab.yaml");

  it("is valid", () => expect(wrongIn(text)).toEqual([]));

  it("tells editors where its schema is", () => {
    expect(text.split("\n", 1)).toEqual(["# yaml-language-server: $schema=../lab.schema.json"]);
  });
});

it.each([
  ["a metric that there is not", "metric: lb.ejection_s", "metric: lb.ejected", "/claims/0/metric"],
  ["a comparison that there is not", '{op: "<=", value: 3}', '{op: "=<", value: 3}', "/claims/0/expect/op"],
  ["a fault that there is not", "kind: kill,", "kind: murder,", "/steps/3/fault/kind"],
  ["a parameter of another fault", "app-1}}", "app-1}, params: {delay: 1s}}", "/steps/3/fault/params"],
  ["a fault without what it needs", "kind: kill,", "kind: dns-lie,", "/steps/3/fault"],
  ["a claim without a control", "    mustFailOn: [one]\n", "", "/claims/0"],
  ["a claim of no stage", "    on: two\n    expect", "    expect", "/claims/0"],
  ["a rate without a unit", "rate: 60/s", "rate: 60", "/loads/browse/open/rate"],
  ["a key that there is not", "minutes: 10", "minuts: 10", ""],
  ["a step that does nothing", "{id: story, read: true}", "{id: story}", "/steps/0"],
  ["a text in one language", "says: {en: Out, ko: 제외}", "says: {en: Out}", "/claims/0/says"],
])("finds %s, and where", (_what, from, to, path) => {
  expect(wrongIn(goodLab)).toEqual([]);
  expect(goodLab).toContain(from);
  expect(wrongIn(goodLab.replace(from, to))).toContain(path);
});
