/** Where a long job says, in one line each, what it does. Never results: those are return values. */
export type Say = (line: string) => void;

/** Asks the user a yes/no question; without a terminal or with `--yes` it answers yes at once. */
export type Confirm = (question: string) => Promise<boolean>;
