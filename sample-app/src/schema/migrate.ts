import type { Config } from "../config.ts";
import type { Database, Queries } from "../store/database.ts";
import { fulltextIndex } from "../store/find-posts.ts";
import { noteAllInOutbox } from "../store/outbox.ts";
import { createUploads } from "../store/upload-store.ts";
import { seedStatements } from "./seed.ts";
import { seedImages } from "./seed-images.ts";
import { tables } from "./tables.ts";

const lockName = "stagecraft-migrate";
const lockWaitS = 60;
const migrateTimeoutMs = 300_000;

type Plan = Pick<Config, "seed" | "scryptCost" | "images" | "uploads" | "events" | "search">;

async function seed(queries: Queries, { seed: plan, scryptCost, events }: Plan): Promise<void> {
  await queries.text("START TRANSACTION");
  try {
    for await (const statement of seedStatements(plan, scryptCost)) await queries.text(statement);
    if (events.way === "outbox") await noteAllInOutbox(queries);
    // the mark is in the same transaction: seeded wholly or not at all, even if we are killed on the way
    await queries.text("INSERT INTO site_meta (name, value) VALUES ('seed', ?)", [String(plan.seed)]);
    await queries.text("COMMIT");
  } catch (thrown) {
    await queries.text("ROLLBACK").catch(() => {});
    throw thrown;
  }
}

async function addFulltextIndex(queries: Queries): Promise<void> {
  const there = await queries.text("SHOW INDEX FROM posts WHERE Index_type = 'FULLTEXT'");
  if (there.length === 0) await queries.text(fulltextIndex);
}

/** What a call of `migrate` added. */
export interface Migrated {
  seedRows: boolean;
  seedImages: number;
}

/**
 * Creates what is missing: tables, the seed rows, once, and the seed images.
 * App servers start together, so they take turns under a lock of the database; the second one finds all done, except
 * that images in a folder of its own are its own.
 */
export function migrate(database: Database, config: Plan): Promise<Migrated> {
  return database.on(migrateTimeoutMs, async (queries) => {
    const [lock] = await queries.text<{ got: number | null }>(`SELECT GET_LOCK(?, ${lockWaitS}) AS got`, [
      lockName,
    ]);
    if (lock?.got !== 1) throw new Error(`another server held the migration lock for ${lockWaitS} s`);
    try {
      for (const table of tables) await queries.text(table);
      const seeded = await queries.text("SELECT value FROM site_meta WHERE name = 'seed'");
      if (seeded.length === 0) {
        await seed(queries, config);
        // until the statistics are counted, the optimizer takes the tables for empty and scans them
        await queries.text("ANALYZE TABLE users, posts, comments, likes");
      }
      if (config.search.ways.includes("fulltext")) await addFulltextIndex(queries);
      // on this connection: another one may not be free while we hold it
      const images = await seedImages(createUploads(config.uploads, queries), config.images);
      return { seedRows: seeded.length === 0, seedImages: images };
    } finally {
      await queries.text("SELECT RELEASE_LOCK(?)", [lockName]).catch(() => {});
    }
  });
}

/** The same for the log. */
export function migratedText({ seedRows, seedImages }: Migrated): string {
  const added = [
    ...(seedRows ? ["tables and seed rows"] : []),
    ...(seedImages > 0 ? [`${seedImages} seed images`] : []),
  ];
  return added.length > 0 ? added.join(", ") : "nothing to do";
}
