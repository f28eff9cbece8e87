import type { Database, Queries } from "../store/database.ts";
import { type SeedPlan, seedStatements } from "./seed.ts";
import { tables } from "./tables.ts";

const lockName = "stagecraft-migrate";
const lockWaitS = 60;
const migrateTimeoutMs = 300_000;

async function seed(queries: Queries, plan: SeedPlan, scryptCost: number): Promise<void> {
  await queries.text("START TRANSACTION");
  try {
    for await (const statement of seedStatements(plan, scryptCost)) await queries.text(statement);
    // the mark is in the same transaction: seeded wholly or not at all, even if we are killed on the way
    await queries.text("INSERT INTO site_meta (name, value) VALUES ('seed', ?)", [String(plan.seed)]);
    await queries.text("COMMIT");
  } catch (thrown) {
    await queries.text("ROLLBACK").catch(() => {});
    throw thrown;
  }
}

/**
 * Creates what is missing: tables, then the seed rows, once.
 * App servers start together, so they take turns under a lock of the database; the second one finds all done.
 * @returns whether this call loaded the seed rows
 */
export async function migrate(database: Database, plan: SeedPlan, scryptCost: number): Promise<boolean> {
  return database.on(migrateTimeoutMs, async (queries) => {
    const [lock] = await queries.text<{ got: number | null }>(`SELECT GET_LOCK(?, ${lockWaitS}) AS got`, [
      lockName,
    ]);
    if (lock?.got !== 1) throw new Error(`another server held the migration lock for ${lockWaitS} s`);
    try {
      for (const table of tables) await queries.text(table);
      const seeded = await queries.text("SELECT value FROM site_meta WHERE name = 'seed'");
      if (seeded.length > 0) return false;
      await seed(queries, plan, scryptCost);
      // until the statistics are counted, the optimizer takes the tables for empty and scans them
      await queries.text("ANALYZE TABLE users, posts, comments, likes");
      return true;
    } finally {
      await queries.text("SELECT RELEASE_LOCK(?)", [lockName]).catch(() => {});
    }
  });
}
