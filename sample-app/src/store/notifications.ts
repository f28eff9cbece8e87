import type { Job } from "../jobs/job.ts";
import { codeOf, type Database } from "./database.ts";

/** Notifications that were sent. */
export interface Notifications {
  /** Notes that one was sent. `once`: one that was sent already is not noted again, and was not sent again. */
  sent(job: Job, by: string, once: boolean): Promise<"sent" | "repeated">;
  /** A page of the ids, as often as each was sent, in that order. */
  idsAfter(after: number, prefix: string, limit: number): Promise<{ ids: string[]; next: number | null }>;
}

export function createNotifications(database: Database): Notifications {
  return {
    async sent({ id, userId, body }, by, once) {
      try {
        await database.write(
          "INSERT INTO notifications (job_id, once, user_id, body, sent_by) VALUES (?, ?, ?, ?, ?)",
          [id, once ? id : null, userId, body, by],
        );
        return "sent";
      } catch (thrown) {
        if (once && codeOf(thrown) === "ER_DUP_ENTRY") return "repeated";
        throw thrown;
      }
    },
    async idsAfter(after, prefix, limit) {
      // `_` and `%` would match anything in LIKE
      const pattern = `${prefix.replace(/[_%\\]/g, "\\$&")}%`;
      const rows = await database.rows<{ place: number; id: string }>(
        `SELECT id AS place, job_id AS id FROM notifications WHERE id > ? AND job_id LIKE ?
         ORDER BY notifications.id LIMIT ${Math.trunc(limit)}`,
        [after, pattern],
      );
      return { ids: rows.map((row) => row.id), next: rows.length === limit ? rows.at(-1)!.place : null };
    },
  };
}
