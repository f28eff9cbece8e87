import { hashWith } from "../security/password.ts";
import { below, createRandom, type Random } from "./random.ts";

/** How much to make up, and from which seed. */
export interface SeedPlan {
  seed: number;
  users: number;
  posts: number;
  comments: number;
  likes: number;
  /** Every seed user has it; each real sign-up has its own password and salt. */
  password: string;
}

const rowsPerStatement = 500;
const firstInstant = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

const words = (
  "morning garden bread river bicycle window market lantern paper station kitchen summer violin harbour " +
  "corner letter cloud orchard ticket blanket teapot mountain library puzzle sparrow ginger carpet village " +
  "quiet bright early slow warm small crooked borrowed forgotten cheerful found lost fixed painted baked " +
  "wrote saw heard planted carried before after near under behind without again today tomorrow"
).split(" ");

/** The name of seed user `n` (from 1): user0001 and so on. */
export function seedUserName(n: number): string {
  return `user${String(n).padStart(4, "0")}`;
}

function sentence(random: Random, from: number, upTo: number): string {
  const picked = Array.from(
    { length: from + below(random, upTo - from) },
    () => words[below(random, words.length)]!,
  );
  return `${picked.join(" ")}.`;
}

/** A post: a sentence, most often with somebody's name and a tag in it. */
function postBody(random: Random, users: number): string {
  const member = random() < 0.7 ? ` @${seedUserName(1 + below(random, users))}` : "";
  const tag = random() < 0.7 ? ` #${words[below(random, words.length)]}` : "";
  return `${sentence(random, 12, 40)}${member}${tag}`;
}

function instant(minutes: number): string {
  return new Date(firstInstant + minutes * minuteMs).toISOString().slice(0, 23).replace("T", " ");
}

/** Few posts draw most of the talk, as on real sites. */
function popular(random: Random, count: number): number {
  const u = random();
  return 1 + Math.floor(u * u * u * count);
}

function* statements(table: string, columns: string, rows: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < rowsPerStatement) continue;
    yield `INSERT INTO ${table} (${columns}) VALUES\n${batch.join(",\n")}`;
    batch = [];
  }
  if (batch.length > 0) yield `INSERT INTO ${table} (${columns}) VALUES\n${batch.join(",\n")}`;
}

function* userRows(plan: SeedPlan, hash: string): Generator<string> {
  for (let n = 1; n <= plan.users; n++) yield `(${n},'${seedUserName(n)}','${hash}','${instant(n)}')`;
}

function* postRows(plan: SeedPlan): Generator<string> {
  const random = createRandom(plan.seed, 1);
  for (let n = 1; n <= plan.posts; n++) {
    const author = 1 + below(random, plan.users);
    yield `(${n},'seed-${String(n).padStart(6, "0")}',${author},'${postBody(random, plan.users)}','${instant(plan.users + n)}')`;
  }
}

function* commentRows(plan: SeedPlan): Generator<string> {
  const random = createRandom(plan.seed, 2);
  const start = plan.users + plan.posts;
  for (let n = 1; n <= plan.comments; n++) {
    const post = popular(random, plan.posts);
    yield `(${n},${post},${1 + below(random, plan.users)},'${sentence(random, 4, 14)}','${instant(start + n)}')`;
  }
}

function* likeRows(plan: SeedPlan): Generator<string> {
  const random = createRandom(plan.seed, 3);
  const given = new Set<number>();
  const start = plan.users + plan.posts;
  while (given.size < plan.likes) {
    const post = 1 + below(random, plan.posts);
    const user = 1 + below(random, plan.users);
    // nobody likes a post twice
    const key = post * 10_000 + user;
    if (given.has(key)) continue;
    given.add(key);
    yield `(${post},${user},'${instant(start + given.size)}')`;
  }
}

/**
 * The seed rows as SQL text, parents first: the same plan gives the same bytes.
 * All seed users share one password, so they share one hash too: hashing a thousand would cost seconds for nothing.
 */
export async function* seedStatements(plan: SeedPlan, scryptCost: number): AsyncGenerator<string> {
  const random = createRandom(plan.seed, 0);
  const salt = Buffer.from(Array.from({ length: 16 }, () => below(random, 256)));
  const hash = await hashWith(plan.password, salt, scryptCost);
  yield* statements("users", "id, name, password_hash, created_at", userRows(plan, hash));
  yield* statements("posts", "id, write_id, author_id, body, created_at", postRows(plan));
  yield* statements("comments", "id, post_id, author_id, body, created_at", commentRows(plan));
  yield* statements("likes", "post_id, user_id, created_at", likeRows(plan));
}
