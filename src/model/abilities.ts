/** What faults can build on: parts of the engine's kernel, found out by trying. */
export const abilityNames = [
  "iptables",
  "nft",
  "reject",
  "statistic",
  "ifb",
  "nfqueue",
  "netem",
  "tbf",
  "ipvs",
  "privileged",
] as const;

export type Ability = (typeof abilityNames)[number];

/** Result of the probe, once per engine. */
export interface Abilities {
  has: Readonly<Record<Ability, boolean>>;
  cgroup: "v1" | "v2" | "none";
}

/** What each one is, for those who lack it. */
export const abilityMeans: Readonly<Record<Ability, string>> = {
  iptables: "packet filter rules (iptables)",
  nft: "packet filter rules (nftables)",
  reject: "answering with a TCP reset (iptables REJECT)",
  statistic: "dropping a random share of packets (iptables statistic)",
  ifb: "shaping what comes in (tc ingress to an ifb device)",
  nfqueue: "queueing packets to a process (iptables NFQUEUE)",
  netem: "network emulation (tc netem)",
  tbf: "token bucket filter (tc tbf)",
  ipvs: "layer-4 balancing in the kernel (IPVS)",
  privileged: "privileged helper containers that see the host's cgroups",
};

/** For those who cannot try anything: nothing is there. */
export const noAbilities: Abilities = {
  has: Object.fromEntries(abilityNames.map((name) => [name, false])) as Record<Ability, boolean>,
  cgroup: "none",
};
