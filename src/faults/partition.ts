import type { Fault } from "./fault.ts";

/** The cut ends by itself after so long, whatever becomes of us. */
const leaseS = 120;
const chain = "STAGECRAFT-CUT";

// Own chains only; the trap and the lease both end the cut.
const script = `
mend() {
  iptables -w -D INPUT -j ${chain}
  iptables -w -D OUTPUT -j ${chain}
  iptables -w -F ${chain}
  iptables -w -X ${chain}
} 2>/dev/null
trap 'mend; exit 0' TERM INT
iptables -w -N ${chain} && iptables -w -A ${chain} ! -i lo ! -o lo -j DROP &&
  iptables -w -I INPUT 1 -j ${chain} && iptables -w -I OUTPUT 1 -j ${chain} || { mend; exit 1; }
touch /tmp/cut
sleep "$1" &
wait
mend
`;

// packets that were dropped: the proof is the effect, not the rule
const dropped = [
  "sh",
  "-c",
  `test -e /tmp/cut && iptables -w -nvxL ${chain} | awk '$3 == "DROP" { print $1 }'`,
];

/** Cuts the target off in both directions: packets vanish, nobody is told. The host stays up and silent. */
export const partition: Fault = {
  kind: "partition",
  async inject(target, _params, { containers: port, pause, now }) {
    const helpers: string[] = [];
    const mend = async () => {
      await Promise.all(helpers.map((id) => port.removeHelper(id)));
      helpers.length = 0;
    };
    try {
      for (const network of target.networks)
        helpers.push(await port.helper(network.id, script, [String(leaseS)]));
    } catch (thrown) {
      await mend();
      throw thrown;
    }
    return {
      detail: `cut ${target.name} off its networks`,
      async verify() {
        const counts = await Promise.all(helpers.map((id) => port.exec(id, dropped)));
        return (
          counts.length > 0 && counts.every(({ code, output }) => code === 0 && Number(output.trim()) > 0)
        );
      },
      revert: mend,
      async healed(deadlineMs, signal) {
        const end = now() + deadlineMs;
        for (;;) {
          const states = await Promise.all(target.containers.map((container) => port.state(container.id)));
          if (helpers.length === 0 && states.every((state) => state.running && state.healthy)) return true;
          if (now() >= end) return false;
          await pause(100, signal);
        }
      },
    };
  },
};
