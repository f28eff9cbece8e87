import { randomBytes } from "node:crypto";

/** Fresh passwords for one run; by hand, stage files fall back to documented defaults. */
export function runSecrets(): Record<string, string> {
  const secret = () => randomBytes(12).toString("hex");
  return {
    STAGECRAFT_DB_PASSWORD: secret(),
    STAGECRAFT_DB_ROOT_PASSWORD: secret(),
    STAGECRAFT_S3_SECRET: secret(),
  };
}
