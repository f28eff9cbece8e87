import type { TurnPort } from "../model/ports.ts";
import { takeLock } from "./machine-lock.ts";

/** One measurement at a time on this machine, across runs and checkouts. */
export function createTurnPort(onWait: () => void, name = "stagecraft-measuring"): TurnPort {
  return { take: (signal) => takeLock(name, { signal, onWait }) };
}
