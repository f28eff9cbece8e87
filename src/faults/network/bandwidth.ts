import type { Params } from "../../model/fault-params.ts";
import { bandwidthProbe } from "./bandwidth-probe.ts";
import { deviceOf, handleOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";

/** Bytes that may pass at once after a silence: ten milliseconds' worth. */
const burstOf = (rate: number): number => Math.max(16_384, Math.ceil(rate / 800));

const goes = ({ direction }: Params, way: "in" | "out"): boolean => direction === "both" || direction === way;

/** A shaper of the kernel's on each device; what comes in is led through one on a device of our own. */
export const bandwidth = networkFault({
  kind: "bandwidth",
  rules({ id, params }) {
    const rate = Number(params.rate);
    const shaper = `root handle ${handleOf(id)} tbf rate ${rate}bit burst ${burstOf(rate)} latency 200ms`;
    const out = `  tc qdisc add dev "$dev" ${shaper}`;
    // ARP goes by
    const into = `  ip link add ${deviceOf(id)}$n type ifb
  ip link set ${deviceOf(id)}$n up
  tc qdisc add dev ${deviceOf(id)}$n ${shaper}
  redirect "$dev" ${deviceOf(id)}$n
  n=$((n + 1))`;
    return {
      commands: [
        "n=0",
        "for dev in $(devices); do",
        ...(goes(params, "out") ? [out] : []),
        ...(goes(params, "in") ? [into] : []),
        "done",
      ].join("\n"),
    };
  },
  probe: bandwidthProbe,
  asks: ({ id, params }) => ({
    RATE: String(params.rate),
    BURST: String(burstOf(Number(params.rate))),
    HANDLE: handleOf(id),
    DEVICE: deviceOf(id),
    OUT: goes(params, "out") ? "yes" : "",
    IN: goes(params, "in") ? "yes" : "",
  }),
  bites(seen, { params }) {
    const rate = Number(params.rate);
    const ways = seen.split("\n").map((line) => line.split(" "));
    const slow = ways.every(([, ...figures]) => {
      const [held, passed, seconds] = figures.map(Number);
      return held! > 0 && passed! <= 1.3 * (burstOf(rate) + (rate / 8) * seconds!);
    });
    const looked = (way: "in" | "out") => !goes(params, way) || ways.some(([name]) => name === way);
    return slow && looked("in") && looked("out");
  },
  says({ target, params }) {
    const way = { both: "sends, and what it gets, is", in: "gets is", out: "sends is" }[
      params.direction as "both"
    ];
    return `what ${target.name} ${way} limited to ${Number(params.rate) / 1e6} Mbit/s`;
  },
});
