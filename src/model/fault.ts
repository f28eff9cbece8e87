import type { FaultKind } from "./fault-kind.ts";
import { faultKinds } from "./fault-kinds.ts";

export { faultKinds };

/** A fault on its way through its life: see `FaultRecord`. */
export type FaultState =
  | "intent"
  | "injected"
  | "verified"
  | "did-not-bite"
  | "reverted"
  | "healed"
  | "not-healed";

/** The kind of that name, if there is one. */
export function faultKind(name: string): FaultKind | undefined {
  return faultKinds.find((kind) => kind.name === name);
}
