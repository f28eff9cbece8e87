/** Whether CI says that nobody is there to be asked: set, and not to a word for no. */
export function inCi(env: Readonly<Record<string, string | undefined>>): boolean {
  return !["", "0", "false", "no", "off"].includes((env.CI ?? "").trim().toLowerCase());
}
