import type Docker from "dockerode";
import { type Abilities, type Ability, abilityNames } from "../model/abilities.ts";
import { statusOf } from "./access.ts";
import { runOneShot } from "./one-shot.ts";

// Each is tried in a network namespace of its own that vanishes with the container.
const script = `
try() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo "$name"; fi; }
try iptables iptables -w -A OUTPUT -p tcp --dport 9 -j DROP
try nft nft add table inet stagecraft
try reject iptables -w -A OUTPUT -p tcp --dport 9 -j REJECT --reject-with tcp-reset
try statistic iptables -w -A INPUT -m statistic --mode random --probability 0.1 -j DROP
try nfqueue iptables -w -A INPUT -p tcp --dport 9 -j NFQUEUE --queue-num 5 --queue-bypass
try netem tc qdisc add dev lo root netem delay 1ms
tc qdisc del dev lo root 2>/dev/null
try tbf tc qdisc add dev lo root tbf rate 1mbit burst 16k latency 50ms
redirect() {
  ip link add sc0 type ifb && tc qdisc add dev lo handle ffff: ingress &&
    tc filter add dev lo parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev sc0
}
try ifb redirect
try ipvs test -e /proc/net/ip_vs
`;

const privilegedScript = `
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo v2
elif [ -d /sys/fs/cgroup/cpu ]; then echo v1
else echo none; fi`;

const refusals = new Set([400, 403, 500]);

/** Tries what faults build on, in containers of this engine. */
export async function probeAbilities(
  docker: Docker,
  toolsImage: string,
  labels: Record<string, string>,
): Promise<Abilities> {
  const network = runOneShot(docker, {
    image: toolsImage,
    command: ["sh", "-c", script],
    labels,
    host: { CapAdd: ["NET_ADMIN"] },
  });
  const machine = runOneShot(docker, {
    image: toolsImage,
    command: ["sh", "-c", privilegedScript],
    labels,
    host: { Privileged: true, Binds: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"] },
  }).catch((thrown: unknown) => {
    // an engine that refuses privileged containers; anything else is no answer, and must not be remembered as one
    if (refusals.has(statusOf(thrown) ?? 0)) return "";
    throw thrown;
  });
  const [said, cgroup] = await Promise.all([network, machine]);
  const words = new Set(said.split(/\s+/));
  if (cgroup !== "") words.add("privileged");
  const has = Object.fromEntries(abilityNames.map((name) => [name, words.has(name)])) as Record<
    Ability,
    boolean
  >;
  return { has, cgroup: (cgroup.trim() || "none") as Abilities["cgroup"] };
}
