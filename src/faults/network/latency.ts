import { delayQueue } from "./delay-queue.ts";
import { chainOf, handleOf, queueOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";

/** The middle of a round trip under jitter is proved by a mean of this many. */
const pings = (jitter: number) => (jitter > 0 ? 15 : 4);

/**
 * Adds to the round-trip time: kernel netem where there is one (written for hosts that have it, untested), else a queue
 * of the incoming packets.
 */
export const latency = networkFault({
  kind: "latency",
  rules({ id, params, abilities }) {
    const { delay, jitter } = params;
    if (abilities.has.netem) {
      const spread = Number(jitter) > 0 ? ` ${jitter}ms` : "";
      return {
        commands: `for dev in $(devices); do
  tc qdisc add dev "$dev" root handle ${handleOf(id)} netem limit 100000 delay ${delay}ms${spread}
done`,
      };
    }
    const chain = chainOf(id);
    return {
      // Only packets that come in: on the way out TCP holds the sender's buffers back and throttles it. Before the
      // filter table: a packet that the queue lets go skips the rest of its own table.
      rules: [
        "*mangle",
        `:${chain} - [0:0]`,
        `-I INPUT 1 ! -i lo -j ${chain}`,
        `-A ${chain} -j NFQUEUE --queue-num ${queueOf(id)} --queue-bypass`,
        "COMMIT",
      ].join("\n"),
      daemon: delayQueue,
      env: { QUEUE: String(queueOf(id)), DELAY_MS: String(delay), JITTER_MS: String(jitter) },
    };
  },
  // A line for each answer: who, and the round trip in ms as a process sees it (-U): the kernel stamps a packet before
  // it is queued.
  probe: `
for each in $NEAR; do
  ping -U -n -c "$COUNT" -i 0.02 -W "$WAIT" "$each" 2>/dev/null | sed -n "s/.*time=\\([0-9.]*\\) ms/$each \\1/p" &
done
wait`,
  asks: ({ params }) => ({
    COUNT: String(pings(Number(params.jitter))),
    WAIT: String((Number(params.delay) + Number(params.jitter)) / 1000 + 0.3),
  }),
  bites(seen, { params }) {
    const [delay, jitter] = [Number(params.delay), Number(params.jitter)];
    const trips = new Map<string, number[]>();
    for (const line of seen.split("\n").filter(Boolean)) {
      const [who, ms] = line.split(" ");
      trips.set(who!, [...(trips.get(who!) ?? []), Number(ms)]);
    }
    // the least of them when every packet is late alike; with jitter their mean, which then strays by half of it at most
    const slow = ([...trips.values()] as number[][]).map((each) =>
      jitter === 0
        ? Math.min(...each) >= 0.8 * delay
        : each.reduce((sum, ms) => sum + ms, 0) / each.length >= 0.9 * (delay - jitter / 2),
    );
    return slow.length > 0 && slow.every(Boolean);
  },
  says({ target, params, abilities }) {
    const way = abilities.has.netem ? "kernel netem" : "a packet queue (this kernel has no netem)";
    const jitter = Number(params.jitter) > 0 ? ` ± ${params.jitter} ms` : "";
    return `${params.delay} ms${jitter} on every round trip of ${target.name}, by ${way}`;
  },
});
