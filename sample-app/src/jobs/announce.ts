import { ConfigError } from "../config.ts";
import type { JobsConfig } from "./jobs-config.ts";
import { createNotifier } from "./notifier.ts";

/** Asks for so many notifications at once, a user after the other, as a newsletter does. @returns how many were taken */
export async function announceTo(
  count: number,
  config: JobsConfig,
  log: (line: string) => void,
): Promise<number> {
  const notifier = await createNotifier(config, () => {});
  if (!notifier) throw new ConfigError(["NOTIFY: one of sync, memory, kafka is wanted for announce"]);
  const run = Date.now().toString(36);
  const told = await Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      notifier.notify({ id: `announce-${run}-${index}`, userId: (index % 1000) + 1, body: "News for you" }),
    ),
  );
  const refused = told.filter((one) => one.status === "rejected");
  if (refused[0]) log(`${refused.length} were not taken: ${(refused[0].reason as Error).message}`);
  await notifier.close();
  return count - refused.length;
}
