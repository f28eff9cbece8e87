// Does the ledger find a write that was acknowledged and then deleted behind the app's back, and nothing on a sound run?
// node bench/ledger.mjs [N]: on a real stage, N times: a short seeded load of members who post, the store read back
// (must be 0 lost), then one acknowledged row deleted in MySQL itself, and read back again (must be exactly that one).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { workerRecords } from "./load/run.mjs";

const root = dirname(import.meta.dirname);
const times = Number(process.argv[2] ?? 100);
const lab = (...args) =>
  JSON.parse(
    execFileSync(join(root, "lab"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );

// the project's own checker, not a copy of it
const folder = mkdtempSync(join(tmpdir(), "stagecraft-bench-"));
const outfile = join(folder, "ledger.mjs");
await build({
  entryPoints: [join(root, "src/measure/ledger.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
});
const { checkWrites } = await import(outfile);

const { cli, dockerHost } = lab("engine", "status", "--json");
const stage = lab("up", "scale-out/one-backend", "--json");
const database = stage.servers.find(({ name }) => name === "db-1").containers[0];
const env = { DOCKER_HOST: dockerHost, PATH: process.env.PATH };

function deleteRow(id) {
  if (!/^[\w-]+$/.test(id)) throw new Error(`an id that is no id: ${id}`);
  const sql = `DELETE FROM stagecraft.posts WHERE write_id = '${id}'; SELECT ROW_COUNT();`;
  const command = `mysql --skip-column-names -h127.0.0.1 -uroot -p"$MYSQL_ROOT_PASSWORD" -e "${sql}" 2>/dev/null`;
  const said = execFileSync(cli, ["exec", database, "sh", "-c", command], { encoding: "utf8", env });
  if (said.trim() !== "1") throw new Error(`the row was not there to delete: ${said}`);
}

async function storedIds(prefix) {
  const answer = await fetch(new URL(`/posts?prefix=${prefix}&limit=5000`, stage.url), {
    headers: { accept: "application/json" },
  });
  return (await answer.json()).ids;
}

const count = { sound: 0, found: 0, writes: 0 };
try {
  for (let round = 0; round < times; round++) {
    const idPrefix = `ledger-${round}-`;
    const records = await workerRecords({
      kind: "open",
      url: stage.url.replace(/\/$/, ""),
      seed: `ledger/${round}`,
      rate: 40,
      arrivals: "poisson",
      durationMs: 1000,
      idPrefix,
      mix: [
        {
          journey: "member",
          weight: 1,
          steps: [
            { kind: "login", user: "any" },
            { kind: "post", path: "/posts", ledger: "posts" },
          ],
        },
      ],
      users: { name: "user{n}", password: "stagecraft-demo", count: 1000, first: 1, digits: 4 },
      login: { path: "/login", format: "json", nameField: "name", passwordField: "password" },
    });
    const writes = records.filter(({ kind }) => kind === "write");
    const before = checkWrites({ writes, reads: [], stored: await storedIds(idPrefix) });
    count.writes += before.acknowledged.length;
    if (before.acknowledged.length > 0 && before.lost.length === 0 && before.unexpected.length === 0)
      count.sound++;
    const victim = before.acknowledged[round % before.acknowledged.length];
    deleteRow(victim);
    const after = checkWrites({ writes, reads: [], stored: await storedIds(idPrefix) });
    if (after.lost.length === 1 && after.lost[0] === victim) count.found++;
  }
} finally {
  lab("down", "--run", stage.run, "--json");
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `sound runs: 0 lost and 0 unexpected in ${count.sound} of ${times} (${count.writes} acknowledged writes)`,
);
console.log(`one row deleted behind the app's back: found, and nothing else, in ${count.found} of ${times}`);
process.exit(count.sound === times && count.found === times ? 0 : 1);
