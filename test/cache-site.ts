import { dockerCli, lab } from "./lab.ts";

/** The cache stage while it is up. */
export interface CacheSite {
  /** Docker's CLI on one service's container: `docker("kill", "redis-1")`. */
  docker: (verb: string, service: string) => void;
  /** A command in a service's container; what it said, and whether it succeeded. */
  in: (service: string, ...words: string[]) => { ok: boolean; said: string };
  /** The feed: its status, and what the cache did for it. */
  feed: () => Promise<{ status: number; cache: string | null }>;
  /** Logs in; asks who is there with that cookie from then on. */
  logIn: () => Promise<() => Promise<number>>;
  down: () => Promise<void>;
}

/** Brings the stage up, `cache` or a variant of it. */
export async function cacheUp(words: string): Promise<CacheSite> {
  const up = await lab(["up", words, "--json", "--yes"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run, project, url } = JSON.parse(up.stdout) as { run: string; project: string; url: string };
  const cli = await dockerCli();
  const container = (service: string) => `${project}-${service}-1`;
  return {
    docker: (verb, service) => void cli(verb, container(service)),
    in(service, ...words) {
      // what fails says why on stderr
      const script = '"$@" 2>&1 || { echo; echo failed; }';
      const said = cli("exec", container(service), "bash", "-c", script, "word", ...words).trim();
      return { ok: !said.endsWith("\nfailed") && said !== "failed", said };
    },
    async feed() {
      const answer = await fetch(new URL("/feed", url));
      await answer.arrayBuffer();
      return { status: answer.status, cache: answer.headers.get("x-cache") };
    },
    async logIn() {
      const answer = await fetch(new URL("/login", url), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "user0001", password: "stagecraft-demo" }),
      });
      const cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(";")[0])
        .join("; ");
      return async () => (await fetch(new URL("/me", url), { headers: { cookie } })).status;
    },
    async down() {
      await lab(["down", "--run", run]);
    },
  };
}
