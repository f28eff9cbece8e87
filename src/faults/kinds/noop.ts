import type { Fault } from "../fault.ts";

/** Does nothing, and says so. */
export const noop: Fault = {
  kind: "noop",
  plan: async () => [],
  inject: async ({ target }) => `left ${target.name} alone`,
  verify: async () => true,
  gone: async () => true,
};
