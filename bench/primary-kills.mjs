// Are acknowledged writes lost when the primary dies? node bench/primary-kills.mjs [N] [semi-sync|async] [SEED]
// On the real stage, N times (20): people write, the primary is killed at a drawn moment, a copy is promoted, and all
// that was acknowledged is looked for. semi-sync: nothing may be missing; every second time the copies are held back
// just before. async: the copies are held back each time, so something must be missing, and after the old primary's
// return `recover-rows` must bring all of it back. The dead one is rebuilt, and the next round begins.
// Prints a row a kill; exits with 1 when it was otherwise.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";

const root = dirname(import.meta.dirname);
const [times = 20, mode = "semi-sync", seed = "1"] = process.argv.slice(2);
if (!["semi-sync", "async"].includes(mode)) throw new Error(`${mode}: semi-sync or async`);
const semi = mode === "semi-sync";

// the people and the operator of the tests, not a copy of them
// (in a folder of the checkout, from where they find it)
const outfile = join(root, `dist/primary-kills-${process.pid}.mjs`);
await build({
  stdin: {
    contents: `export { replicationUp, grown } from "./replication-site.ts"; export { until } from "./until.ts"; export { createRandom } from "../src/model/seed.ts";`,
    resolveDir: join(root, "test"),
  },
  outfile,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
});
const { replicationUp, grown, until, createRandom } = await import(outfile).finally(() => rmSync(outfile));
const { int: draw } = createRandom(seed, mode);

const site = await replicationUp(semi ? "replication/semi-sync" : "replication");
const rows = [];
let primary = "db-1";
try {
  for (let kill = 1; kill <= Number(times); kill++) rows.push(await killOnce(kill));
} finally {
  await site.down();
}
console.table(rows);
const [acknowledged, lost, afterwards] = ["acknowledged", "lost", "after recovery"].map((name) =>
  rows.reduce((sum, row) => sum + (row[name] ?? 0), 0),
);
const good = semi
  ? rows.every((row) => row.lost === 0)
  : rows.every((row) => row.lost > 0 && row["after recovery"] === 0);
console.log(
  `${mode}: ${rows.length} kills, ${acknowledged} posts acknowledged, ${lost} lost${semi ? "" : `, ${afterwards} still lost after recover-rows`}`,
);
process.exit(good && rows.length === Number(times) ? 0 : 1);

async function killOnce(kill) {
  const heldBack = !semi || kill % 2 === 0;
  const writer = await site.writer(`kill-${kill}`);
  await grown(writer.acknowledged, 20 + draw(60), "writes before");
  if (heldBack) {
    said(site.operator("hold-back", "on"));
    // asynchronous: what is acknowledged from here on is on one disk only
    if (!semi) await grown(writer.acknowledged, 10 + draw(30), "writes that no copy hears of");
  }
  await sleep(draw(300));
  const dead = primary;
  site.docker("kill", dead);
  primary = /^(db-\d) is the primary/.exec(said(site.operator("promote")))[1];
  await grown(writer.acknowledged, 20, "writes after the promotion");
  await writer.stop();
  const missing = async () => {
    const kept = await site.kept(`kill-${kill}-`);
    return writer.acknowledged.filter((id) => !kept.has(id)).length;
  };
  const row = {
    killed: dead,
    promoted: primary,
    "held back": heldBack,
    acknowledged: writer.acknowledged.length,
    lost: await missing(),
  };
  site.docker("start", dead);
  await until(
    () => site.operator("databases").said.includes(`${dead}: takes writes`),
    `${dead} is back`,
    60_000,
  );
  if (!semi) {
    said(site.operator("recover-rows", dead));
    row["after recovery"] = await missing();
  }
  said(site.operator("rebuild", dead));
  console.error(`kill ${kill} of ${times}: ${row.lost} of ${row.acknowledged} lost`);
  return row;
}

function said({ ok, said }) {
  if (!ok) throw new Error(said);
  return said;
}
