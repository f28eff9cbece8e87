import { dockerCli, lab } from "./lab.ts";
import { until } from "./until.ts";

/** The replication stage while it is up, and people at work in it. */
export interface ReplicationSite {
  url: string;
  /** Docker's CLI on one service's container: `docker("kill", "db-1")`. */
  docker: (verb: string, service: string) => void;
  /** One of the operator's words; what it said, and whether it succeeded. */
  operator: (...words: string[]) => { ok: boolean; said: string };
  /** A statement on one server, as its administrator. */
  sql: (server: string, statement: string) => string;
  /** What of a set of transactions a server has not received. */
  lacks: (server: string, transactions: string) => string;
  /** Writes posts with ids of its own, again and again, until it is stopped. */
  writer: (prefix: string) => Promise<Writer>;
  /** Status of the feed, and the database that it came from. */
  feed: () => Promise<{ status: number; from: string | null }>;
  /** All write ids that begin so, as the primary has them. */
  kept: (prefix: string) => Promise<Set<string>>;
  down: () => Promise<void>;
}

export interface Writer {
  acknowledged: string[];
  stop: () => Promise<void>;
}

const account = { name: "user0001", password: "stagecraft-demo" };
const asJson = (body: unknown, cookie = "") => ({
  method: "POST",
  headers: { "content-type": "application/json", cookie },
  body: JSON.stringify(body),
});

/** Several people who write one post after the other; only what was acknowledged is entered. */
async function startWriter(url: string, prefix: string): Promise<Writer> {
  const login = await fetch(new URL("/login", url), asJson(account));
  const cookie = login.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const acknowledged: string[] = [];
  let stopped = false;
  let n = 0;
  const work = async (): Promise<void> => {
    while (!stopped) {
      const id = `${prefix}-${String(n++).padStart(6, "0")}`;
      const answer = await fetch(
        new URL("/posts", url),
        asJson({ id, body: "it's 한글 \\ and\nmore" }, cookie),
      ).catch(() => undefined);
      if (answer?.status === 201) acknowledged.push(id);
    }
  };
  const workers = [work(), work(), work()];
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await Promise.all(workers);
    },
  };
}

/** Brings the stage up, `replication` or a variant of it, and waits until both copies are read from. */
export async function replicationUp(words: string): Promise<ReplicationSite> {
  const up = await lab(["up", words, "--json", "--yes"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run, project, url } = JSON.parse(up.stdout) as { run: string; project: string; url: string };
  const cli = await dockerCli();
  const container = (service: string) => `${project}-${service}-1`;
  const inOperator = (...words: string[]) => cli("exec", container("operator"), ...words);
  return {
    url,
    docker: (verb, service) => void cli(verb, container(service)),
    operator(...words) {
      // what fails says why on stderr
      const script = '"$@" 2>&1 || { echo; echo failed; }';
      const said = inOperator("bash", "-c", script, "operator", ...words).trim();
      return { ok: !said.endsWith("\nfailed") && said !== "failed", said };
    },
    sql: (server, statement) =>
      inOperator("bash", "-c", '. /usr/local/lib/databases.sh; on "$0" "$1"', server, statement).trim(),
    lacks: (server, transactions) =>
      inOperator("bash", "-c", '. /usr/local/lib/databases.sh; lacks "$0" "$1"', server, transactions).trim(),
    writer: (prefix) => startWriter(url, prefix),
    async feed() {
      const answer = await fetch(new URL("/feed", url));
      await answer.arrayBuffer();
      return { status: answer.status, from: answer.headers.get("x-read-from") };
    },
    async kept(prefix) {
      const found = new Set<string>();
      let after: number | null = 0;
      while (after !== null) {
        const from: number = after;
        let body: { ids: string[]; next: number | null } | undefined;
        // right after a promotion one of the app servers may not know of it yet
        await until(async () => {
          const page = await fetch(new URL(`/posts?prefix=${prefix}&limit=5000&after=${from}`, url));
          body = page.ok ? ((await page.json()) as typeof body) : undefined;
          return body !== undefined;
        }, "a page of write ids");
        for (const id of body!.ids) found.add(id);
        after = body!.next;
      }
      return found;
    },
    async down() {
      await lab(["down", "--run", run]);
    },
  };
}

/** Waits until a count has grown by so many. */
export function grown(list: readonly unknown[], by: number, name: string): Promise<void> {
  const goal = list.length + by;
  return until(() => list.length >= goal, name, 120_000);
}
