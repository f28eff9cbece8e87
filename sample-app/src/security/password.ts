import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { createLimiter } from "../limiter.ts";

const keyBytes = 32;
const blockSize = 8;

/** Hashes and checks passwords; the cost travels in the hash, so that it can be raised later. */
export interface Passwords {
  /** `scrypt$N$salt$key`, salt and key in base64url. */
  hash(password: string): Promise<string>;
  /** Without a stored hash (no such user) it takes as long and says no: the time must not tell who exists. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: blockSize, p: 1, maxmem: 256 * cost * blockSize };
    scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** One hash with a given salt: used for seed users, whose rows must be the same bytes each time. */
export async function hashWith(password: string, salt: Buffer, cost: number): Promise<string> {
  const key = await derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** @param cost scrypt's N for new hashes */
export function createPasswords(cost: number): Passwords {
  // hashing runs on the thread pool: more than two at a time would starve the page requests of a small server
  const limit = createLimiter("password hashing", 2, 100, 5000);
  const nobody = hashWith("nobody", randomBytes(16), cost);
  return {
    hash: (password) => limit(() => hashWith(password, randomBytes(16), cost)),
    verify: (password, stored) =>
      limit(async () => {
        const [scheme, n, salt, key] = (stored ?? (await nobody)).split("$");
        if (scheme !== "scrypt" || !n || !salt || !key) return false;
        const want = Buffer.from(key, "base64url");
        const got = await derive(password, Buffer.from(salt, "base64url"), Number(n));
        return stored !== undefined && want.length === got.length && timingSafeEqual(want, got);
      }),
  };
}
