import { isFailure, type Outcome } from "../model/load.ts";
import type { LoadRecord } from "../model/load-records.ts";
import { routeOf } from "../model/route.ts";
import type { Reply } from "./http/reply.ts";
import type { RequestStep } from "./journeys.ts";
import { detailOf, sessionResult, writeResult } from "./judge.ts";
import type { Phases } from "./phases.ts";
import type { Recorder } from "./recorder.ts";
import type { VirtualUser } from "./virtual-user.ts";

/** A request that has ended, with the user who made it (still at that step). */
export interface EndedStep {
  user: VirtualUser;
  step: RequestStep;
  writeId: string | undefined;
  sentMs: number;
  endMs: number;
  reply: Reply;
  outcome: Outcome;
}

/** Failures told one by one in a second; the rest are only counted. */
const failuresPerWindow = 5;

/** Turns ended requests into counts and records: the ledger's history, session checks, examples of failures. */
export interface Observer {
  ended(one: EndedStep): void;
  /** A new second begins. */
  nextWindow(): void;
}

export function createObserver(
  recorder: Recorder,
  phases: Phases,
  loginPath: string,
  emit: (record: LoadRecord) => void,
): Observer {
  let examplesLeft = failuresPerWindow;

  function emitFailure({ user, endMs, reply, outcome }: EndedStep, route: string): void {
    if (examplesLeft-- <= 0) return;
    const server = reply.servedBy;
    emit({ kind: "failure", intendedMs: user.dueMs, endMs, route, outcome, server, detail: detailOf(reply) });
  }

  function emitLedger({ user, step, writeId, sentMs, endMs, reply }: EndedStep): void {
    const phase = phases.at(user.dueMs);
    const common = { user: user.name, phase, attemptMs: sentMs, endMs, server: reply.servedBy };
    if ((step.kind === "post" || step.kind === "upload") && step.ledger && writeId) {
      const result = writeResult(reply);
      user.lastWrites ??= new Map();
      user.lastWrites.set(step.ledger, { id: writeId, result });
      emit({ kind: "write", ledger: step.ledger, id: writeId, ...common, result });
    } else if (step.kind === "read") {
      const last = user.lastWrites?.get(step.ledger);
      if (!last) return;
      const { id, result: write } = last;
      const found = reply.status >= 200 && reply.status < 300;
      const result = found ? "found" : reply.status === 404 ? "missing" : "unknown";
      emit({ kind: "read", ledger: step.ledger, id, ...common, result, write });
    }
  }

  return {
    ended(one) {
      const { user, step, endMs, reply, outcome } = one;
      const route = routeOf(step, loginPath) as string;
      const { servedBy: server, bytes } = reply;
      recorder.ended({ route, server, outcome, intendedMs: user.dueMs, endMs, bytes });
      if (isFailure(outcome)) emitFailure(one, route);
      emitLedger(one);
      if (user.loggedIn && step.kind !== "login") {
        const phase = phases.at(user.dueMs);
        const result = sessionResult(outcome);
        const { name, issuedBy, dueMs: intendedMs } = user;
        emit({ kind: "session", user: name, phase, intendedMs, result, server, issuedBy });
      }
    },
    nextWindow() {
      examplesLeft = failuresPerWindow;
    },
  };
}
