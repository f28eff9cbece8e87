import type { WrittenExpectation } from "./expectation.ts";
import type { WrittenLab } from "./lab.ts";

/** Whatever of a written value is well-formed: anything may be missing. */
export type Partly<T> = T extends (infer U)[]
  ? (Partly<U> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Partly<T[K]> | undefined }
    : T;

type Step = WrittenLab["steps"][number];
type AnyKey<U> = U extends unknown ? keyof U : never;
type ValueOf<U, K> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
/** A union of objects as one object in which everything may be missing. */
type Wide<U> = { [K in AnyKey<U>]?: Partly<ValueOf<U, K>> | undefined };

export type DraftStep = Wide<Step>;
export type DraftLoad = Wide<NonNullable<WrittenLab["loads"]>[string]>;
export type DraftJourneyStep = Wide<NonNullable<WrittenLab["journeys"]>[string][number]>;
export type DraftExpectation = Wide<WrittenExpectation>;
export type DraftClaim = Omit<Partly<WrittenLab["claims"][number]>, "expect"> & {
  expect?: DraftExpectation | undefined;
};
export type DraftStage = Partly<WrittenLab["stages"][string]>;

/** lab.yaml without its ill-formed parts, so that references can be checked all the same. */
export interface Draft {
  id?: string;
  stages?: Record<string, DraftStage | undefined>;
  journeys?: Record<string, (DraftJourneyStep | undefined)[] | undefined>;
  loads?: Record<string, DraftLoad | undefined>;
  quick?: Partly<NonNullable<WrittenLab["quick"]>>;
  steps?: (DraftStep | undefined)[];
  claims?: (DraftClaim | undefined)[];
}
