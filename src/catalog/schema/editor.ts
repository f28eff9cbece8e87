import { faultKinds } from "../../model/fault.ts";
import { paramLike } from "../../model/fault-params.ts";

// JSON Schema for what the shapes leave to later checks, so that an editor completes and tells it while somebody types.

/** Each kind of fault takes parameters of its own. */
export const paramsByKind = faultKinds.map(({ name, does, params }) => {
  const entries = Object.entries(params);
  const needed = entries.filter(([, param]) => param.default === undefined && !param.optional);
  const properties = Object.fromEntries(
    entries.map(([key, param]) => [
      key,
      {
        description: `${param.means}, such as ${paramLike(param)}`,
        ...(param.choices && { enum: [...param.choices] }),
        ...(param.default !== undefined && { default: param.default }),
      },
    ]),
  );
  const names = needed.map(([key]) => key);
  return {
    if: { properties: { kind: { const: name } }, required: ["kind"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      description: `${name}: ${does}`,
      properties: {
        params: {
          type: "object",
          properties,
          additionalProperties: false,
          ...(names.length > 0 && { required: names }),
        },
      },
      ...(names.length > 0 && { required: ["params"] }),
    },
  };
});

/** Either of these keys must be there, not both. */
export const eitherKey = (...keys: string[]) => keys.map((key) => ({ required: [key] }));
