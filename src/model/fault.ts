/** Kinds of faults that exist, with what they take. The faults room implements each; the schema and help read this. */
export interface FaultKind {
  name: string;
  /** What it does, in a line. */
  does: string;
  params: Record<string, { means: string; default?: string | number }>;
}

export const faultKinds: readonly FaultKind[] = [
  {
    name: "kill",
    does: "SIGKILL to every container of the server at once; started again when the fault ends",
    params: {},
  },
  {
    name: "partition",
    does: "cuts the server off its networks in both directions: the host stays up and silent",
    params: {},
  },
  {
    name: "join",
    does: "starts a server that was off when the load began",
    params: {},
  },
];

/** A fault on its way through its life. */
export type FaultState =
  | "intent"
  | "injected"
  | "verified"
  | "did-not-bite"
  | "reverted"
  | "healed"
  | "not-healed";
