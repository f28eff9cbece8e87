// Outage: a server is killed for about 3 s; do the 20 ms probes date the outage as the server's own log does?
// Argument: repeats (20). Prints each error; exits 1 when one is beyond 60 ms. Needs a build: node scripts/build.mjs
import { workerRecords } from "./load/run.mjs";
import { freePort, killServer, startServer, until } from "./load/server-process.mjs";

const repeats = Number(process.argv[2] ?? 20);
const allowedMs = 60;
const rows = [];
for (let repeat = 0; repeat < repeats; repeat++) {
  const port = await freePort();
  const first = await startServer("slow-server.mjs", port, 5);
  const startMs = Date.now();
  const records = workerRecords({
    kind: "open",
    url: `http://127.0.0.1:${port}`,
    seed: String(repeat),
    rate: 100,
    arrivals: "poisson",
    durationMs: 5500,
    probe: { path: "/" },
    mix: [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }],
  });
  // an instant unrelated to the probes' own rhythm
  await until(startMs + 1200 + Math.random() * 100);
  const killedMs = await killServer(first.child);
  await until(killedMs + 2900 + Math.random() * 100);
  const second = await startServer("slow-server.mjs", port, 5);
  const probes = (await records).filter((record) => record.kind === "probe");
  await killServer(second.child);
  const down = probes.find((probe) => probe.state === "down");
  const up = probes.find((probe) => probe.state === "up");
  const trueMs = second.listeningMs - killedMs;
  const measuredMs = up && down ? up.atMs - down.atMs : Number.NaN;
  rows.push({
    trueMs,
    measuredMs: Math.round(measuredMs),
    errorMs: Math.round(measuredMs - trueMs),
    startErrorMs: Math.round((down?.atMs ?? Number.NaN) - killedMs),
    endErrorMs: Math.round((up?.atMs ?? Number.NaN) - second.listeningMs),
    edges: probes.length,
  });
}
console.table(rows);
const good = rows.filter((row) => Math.abs(row.errorMs) <= allowedMs && row.edges === 2).length;
console.log(`${good} of ${repeats} within ± ${allowedMs} ms`);
process.exit(good === repeats ? 0 : 1);
