import { dockerCli, lab } from "./lab.ts";

/** The backup stage while it is up. */
export interface BackupSite {
  url: string;
  /** A word in a service's container; what it said, and whether it succeeded. */
  run: (service: string, command: string) => { ok: boolean; said: string };
  /** What a command says that must succeed. */
  must: (service: string, command: string) => string;
  down: () => Promise<void>;
}

/** Brings the stage up, `backup` or a variant of it; its first backup is made then. */
export async function backupUp(words: string): Promise<BackupSite> {
  const up = await lab(["up", words, "--json", "--yes"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run: id, project, url } = JSON.parse(up.stdout) as { run: string; project: string; url: string };
  const cli = await dockerCli();
  const run: BackupSite["run"] = (service, command) => {
    // what fails says why on stderr
    const script = `{ ${command}\n} 2>&1; echo "code $?"`;
    const said = cli("exec", `${project}-${service}-1`, "bash", "-c", script).trim();
    return { ok: /(^|\n)code 0$/.test(said), said: said.replace(/\n?code \d+$/, "") };
  };
  return {
    url,
    run,
    must(service, command) {
      const { ok, said } = run(service, command);
      if (!ok) throw new Error(`${command}: ${said}`);
      return said;
    },
    async down() {
      await lab(["down", "--run", id]);
    },
  };
}
