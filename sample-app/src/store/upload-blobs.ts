import { codeOf, type Queries } from "./database.ts";
import { NoSpace, type Uploads } from "./uploads.ts";

/** What the server says when the disk or the tablespace is full. */
const fullCodes = new Set(["ER_DISK_FULL", "ER_RECORD_FILE_FULL"]);

/**
 * Uploads as rows of a table: every server on the database has them, and each image that is looked at passes
 * through the database's memory, its connection and ours.
 */
export function createBlobUploads(queries: Pick<Queries, "rows" | "write">): Uploads {
  return {
    async put(name, bytes) {
      // counting the versions makes a repeat of the same bytes a change, too: 1 row is new, 2 stand for replaced
      const sql = `INSERT INTO uploads (name, bytes) VALUES (?, ?) AS incoming
        ON DUPLICATE KEY UPDATE bytes = incoming.bytes, versions = uploads.versions + 1`;
      try {
        return (await queries.write(sql, [name, bytes])).changed === 1 ? "added" : "replaced";
      } catch (thrown) {
        throw fullCodes.has(codeOf(thrown) ?? "") ? new NoSpace(thrown) : thrown;
      }
    },
    async get(name) {
      const sql = "SELECT bytes FROM uploads WHERE name = ?";
      return (await queries.rows<{ bytes: Buffer }>(sql, [name]))[0]?.bytes;
    },
    async has(name) {
      return (await queries.rows("SELECT 1 FROM uploads WHERE name = ?", [name])).length === 1;
    },
  };
}
