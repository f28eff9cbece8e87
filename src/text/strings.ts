import type { en } from "./en.ts";

/** Every string of the interface: English is the pattern, so that a text missing in another language is a type error. */
export type Strings = typeof en;
