import { Refusal } from "../http/reply.ts";
import type { Fields, Visit } from "../http/visit.ts";

const namePattern = /^[a-z][a-z0-9_]{2,31}$/;
/** What a client may choose as a post's write id: UUIDs and the like. */
export const writeIdPattern = /^[A-Za-z0-9_-]{8,64}$/;

/** A user name and a password of acceptable shape. @throws Refusal 400 */
export function credentials(fields: Fields): { name: string; password: string } {
  const name = (fields.name ?? "").trim().toLowerCase();
  const password = fields.password ?? "";
  if (!namePattern.test(name)) {
    throw new Refusal(400, "bad-name", "name: 3 to 32 of a-z, 0-9 and _, a letter first");
  }
  if (password.length < 8 || password.length > 200) {
    throw new Refusal(400, "bad-password", "password: 8 to 200 characters");
  }
  return { name, password };
}

/** A text that people wrote. @throws Refusal 400 */
export function writtenText(fields: Fields, name: string, max: number): string {
  const text = (fields[name] ?? "").trim();
  if (text.length === 0 || text.length > max) {
    throw new Refusal(400, `bad-${name}`, `${name}: 1 to ${max} characters`);
  }
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) {
    throw new Refusal(400, `bad-${name}`, `${name}: no control characters`);
  }
  return text;
}

/** @throws Refusal 400 */
export function writeId(text: string | undefined): string {
  if (text === undefined || !writeIdPattern.test(text)) {
    throw new Refusal(400, "bad-id", "id: 8 to 64 of A-Z, a-z, 0-9, _ and -");
  }
  return text;
}

/** A whole number from the query. @throws Refusal 400 */
export function wholeNumber(visit: Visit, name: string, fallback: number, min: number, max: number): number {
  const given = visit.query.get(name);
  if (given === null) return fallback;
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Refusal(400, `bad-${name}`, `${name}: a whole number from ${min} to ${max}`);
}
