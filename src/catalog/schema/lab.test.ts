import { expect, it } from "vitest";
import { metrics } from "../../model/metrics.ts";
import { labJsonSchema } from "./lab.ts";

type Schema = {
  properties: Record<string, Schema>;
  items: Schema;
  required: string[];
  enum: string[];
  anyOf: Schema[];
};

it("tells editors the keys, the kinds of steps and the metrics", () => {
  const schema = labJsonSchema() as unknown as Schema;
  expect(schema.required).toEqual(["format", "id", "title", "minutes", "stages", "steps", "claims"]);
  const kinds = schema.properties.steps?.items.anyOf.map((step) =>
    Object.keys(step.properties).find((key) => !["id", "hints", "treats", "on"].includes(key)),
  );
  expect(kinds).toEqual([
    "read",
    "show",
    "predict",
    "measure",
    "try",
    "stopwatch",
    "verify",
    "ask",
    "do",
    "observe",
    "explain",
  ]);
  expect(schema.properties.claims?.items.properties.metric?.enum).toEqual(
    metrics.map((metric) => metric.name),
  );
  expect(JSON.stringify(schema)).toContain('"additionalProperties":false');
});
