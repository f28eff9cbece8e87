import { dockerCli, lab } from "./lab.ts";

/** A stage of `compose/cqrs` while it is up. */
export interface CqrsSite {
  url: string;
  /** Docker's CLI on one service's container: `docker("kill", "indexer-1")`. */
  docker: (verb: string, service: string) => void;
  /** A command in a service's container: what it said, both ways, and whether it ended with 0. */
  run: (service: string, ...words: string[]) => { ok: boolean; said: string };
  /** The last line of one of the operator's words. */
  operator: (...words: string[]) => string;
  logs: (service: string) => string;
  /** MiB in use by all containers of the stage. */
  memoryMiB: () => number;
  search: (words: string) => Promise<{ status: number; ids: string[]; message: string }>;
  /** Posts by a seed user; their ids. */
  write: (prefix: string, bodies: readonly string[]) => Promise<string[]>;
  down: () => Promise<void>;
}

const asJson = (body: unknown, cookie = "") => ({
  method: "POST",
  headers: { "content-type": "application/json", cookie },
  body: JSON.stringify(body),
});

/** Brings the stage up, `cqrs` or a variant of it. */
export async function cqrsUp(words: string): Promise<CqrsSite> {
  const up = await lab(["up", words, "--json", "--yes"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run: id, project, url } = JSON.parse(up.stdout) as { run: string; project: string; url: string };
  const cli = await dockerCli();
  const container = (service: string) => `${project}-${service}-1`;
  const run: CqrsSite["run"] = (service, ...command) => {
    const script = '"$@" 2>&1; code=$?; echo; echo "ended with $code"';
    const said = cli("exec", container(service), "sh", "-c", script, "sh", ...command).trim();
    return { ok: said.endsWith("ended with 0"), said: said.replace(/\s*ended with \d+$/, "") };
  };
  return {
    url,
    run,
    docker: (verb, service) => void cli(verb, container(service)),
    operator: (...command) =>
      run("operator", ...command)
        .said.split("\n")
        .at(-1) ?? "",
    logs: (service) => cli("logs", container(service)),
    memoryMiB() {
      const names = cli("ps", "--filter", `name=${project}-`, "--format", "{{.Names}}").trim().split("\n");
      const used = cli("stats", "--no-stream", "--format", "{{.MemUsage}}", ...names)
        .trim()
        .split("\n");
      const unit: Record<string, number> = { B: 1 / 2 ** 20, KiB: 1 / 1024, MiB: 1, GiB: 1024 };
      return used.reduce((sum, line) => {
        const [, count, of] = /^([\d.]+)([A-Za-z]+)/.exec(line)!;
        return sum + Number(count) * unit[of!]!;
      }, 0);
    },
    async search(wanted) {
      const answer = await fetch(new URL(`/search?q=${encodeURIComponent(wanted)}`, url));
      const body = (await answer.json()) as { posts?: { id: string }[]; message?: string };
      return {
        status: answer.status,
        ids: (body.posts ?? []).map((post) => post.id),
        message: body.message ?? "",
      };
    },
    async write(prefix, bodies) {
      const login = await fetch(
        new URL("/login", url),
        asJson({ name: "user0001", password: "stagecraft-demo" }),
      );
      const cookie = login.headers.getSetCookie()[0]!.split(";")[0]!;
      const ids: string[] = [];
      for (const [n, body] of bodies.entries()) {
        const id = `${prefix}-${String(n).padStart(6, "0")}`;
        const { status } = await fetch(new URL("/posts", url), asJson({ id, body }, cookie));
        if (status !== 201) throw new Error(`${id}: ${status}`);
        ids.push(id);
      }
      return ids;
    },
    async down() {
      await lab(["down", "--run", id]);
    },
  };
}
