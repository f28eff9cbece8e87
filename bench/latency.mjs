// Latency: asked against measured round-trip times, and what becomes of throughput, between two containers of its own.
// node bench/latency.mjs [DELAY…]: delays in ms (10 20 50 100 200 300). Prints tables; exits 1 when what was added to
// the median ping or TCP connect strays by more than 5 %. What it makes carries our labels, so that `clean` finds it.
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { openPair } from "./load/pair.mjs";
import { median } from "./median.mjs";

const delays = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 20, 50, 100, 200, 300];
const allowed = 0.05;
const pair = await openPair(dirname(import.meta.dirname), (file, args, env) =>
  execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env }),
);

const round = (value, digits = 1) => Number(value.toFixed(digits)) || 0;

/** Medians in ms, at an easy rhythm: a machine that has gone to sleep in between answers later. */
function trips() {
  return { ping: median(pair.pings(41)), connect: median(pair.run("connects", 41)) };
}

function throughput() {
  const cpu = pair.queueCpuS();
  const from = performance.now();
  const { down, up, many, asks } = pair.run("streams", 20);
  const seconds = (performance.now() - from) / 1000;
  return {
    "get MB/s": round(down),
    "send MB/s": round(up),
    "20 at once MB/s": round(many),
    "asks/s of 100": Math.round(asks),
    "queue's share of a core": round((pair.queueCpuS() - cpu) / seconds, 2),
  };
}

const rows = [];
const rates = [];
try {
  const plain = trips();
  rates.push({ "asked ms": 0, ...throughput() });
  for (const asked of delays) {
    await pair.delay(asked, 0);
    const seen = trips();
    const off = (name) => (seen[name] - plain[name] - asked) / asked;
    rows.push({
      "asked ms": asked,
      "ping ms": round(seen.ping, 2),
      "ping off %": round(off("ping") * 100),
      "TCP connect ms": round(seen.connect, 2),
      "connect off %": round(off("connect") * 100),
      good: Math.max(Math.abs(off("ping")), Math.abs(off("connect"))) <= allowed,
    });
    rates.push({ "asked ms": asked, ...throughput() });
    await pair.delay(0, 0);
  }
  console.log(
    `by ${pair.way}; without it: ping ${round(plain.ping, 2)} ms, TCP connect ${round(plain.connect, 2)} ms`,
  );
  console.table(rows);
  console.table(rates);
  await pair.delay(100, 30);
  const shaken = pair.pings(200).sort((a, b) => a - b);
  const at = (share) => round(shaken[Math.floor(share * (shaken.length - 1))]);
  console.log(
    `100 ± 30 ms: least ${at(0)}, quarter ${at(0.25)}, half ${at(0.5)}, three quarters ${at(0.75)}, most ${at(1)}`,
  );
  console.table([{ "asked ms": "100 ± 30", ...throughput() }]);
} finally {
  pair.close();
}
process.exit(rows.every((row) => row.good) ? 0 : 1);
