// autocannon in a process of its own, for comparison. Arguments: url, seconds, overall rate (0: none), connections.
// Prints JSON: totals, percentiles as autocannon tells them, and CPU-seconds used.
import autocannon from "autocannon";

const [url, seconds, rate, connections] = process.argv.slice(2);
const before = process.cpuUsage();
const result = await autocannon({
  url,
  duration: Number(seconds),
  connections: Number(connections),
  ...(Number(rate) > 0 ? { overallRate: Number(rate) } : {}),
});
const used = process.cpuUsage(before);
const { p50, p90, p99 } = result.latency;
console.log(
  JSON.stringify({
    total: result.requests.total,
    errors: result.errors + result.non2xx,
    p50,
    p90,
    p99,
    cpuS: (used.user + used.system) / 1e6,
  }),
);
