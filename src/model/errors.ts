/** Where in a file something is wrong; line and column count from 1. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

/** What kind of thing went wrong; decides the exit code. */
export type ErrorCode =
  | "usage" // the words typed are off
  | "bad-input" // a lab, stage or settings file is wrong
  | "environment" // the machine lacks something
  | "engine" // the container engine failed or went away
  | "image" // an image cannot be had
  | "stage" // a stage did not come up
  | "fault" // a fault could not be injected, proved or reverted
  | "load" // the load generator failed
  | "interrupted"; // the user stopped us

/** One thing that is wrong: what, where, and what to do next. */
export interface Problem {
  what: string;
  /** Absent: an error. A warning stops nothing. */
  severity?: "warning";
  place?: Place;
  next?: string;
}

/**
 * The one error class: says what happened, where, and what to do next.
 * Anything else that is thrown is a bug and prints a stack.
 */
export class LabError extends Error {
  readonly code: ErrorCode;
  readonly next: string | undefined;
  readonly place: Place | undefined;
  /** All that is wrong, when more than one thing is. */
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    what: string,
    more: { next?: string; place?: Place; problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(what, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "LabError";
    this.code = code;
    this.next = more.next;
    this.place = more.place;
    this.problems = more.problems ?? [];
  }
}

/** `file:line:column`, as editors and terminals link it. */
export function placeText(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");
}

/** The first line of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split("\n", 1)[0] ?? text;
}
