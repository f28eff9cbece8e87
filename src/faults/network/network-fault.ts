import { LabError } from "../../model/errors.ts";
import { stretched } from "../../model/patience.ts";
import type { StageContainer } from "../../model/stage.ts";
import type { Fault, Strike } from "../fault.ts";
import { serviceNames } from "../states.ts";
import { findTarget } from "../target.ts";
import { applyRules, type NetworkRules } from "./frame.ts";

/** A kind of network fault: what it puts into the namespace, and how its effect is seen from there. */
export interface NetworkFault {
  kind: string;
  /** Refuses parameters that make no sense, with LabError `usage`. */
  check?(strike: Omit<Strike, "id">): void;
  rules(strike: Strike, addresses: Addresses): NetworkRules;
  /** A shell script that tries the effect out and prints what it saw; $ID and $NEAR (live or dead neighbours) are set. */
  probe: string;
  /** What else the probe reads. */
  asks?(strike: Strike): Readonly<Record<string, string>>;
  /** True when what the probe saw is the effect. */
  bites(seen: string, strike: Strike): boolean;
  /** Plain words for the record. */
  says(strike: Strike): string;
}

export interface Addresses {
  /** Of what `from` names, or of all other servers. */
  others: string[];
  /** The target's own. */
  own: string[];
}

// Who is reached without a router: other servers, and the engine's end of each network, which is always there (unless
// the fault is about certain servers only).
const findNear = `
near() {
  for each in $PEERS; do
    route=$(ip route get "$each" 2>/dev/null) || continue
    case "$route" in *" via "* | local*) ;; *) echo "$each" ;; esac
  done
  if [ -n "$ONLY" ]; then return; fi
  ip -4 route show scope link | awk '{
    split($1, net, "/"); split(net[1], part, "."); first = part[1] "." part[2] "." part[3] "." part[4] + 1
    if ($0 !~ " src " first " ") print first
  }'
}
export NEAR="$(near)"
`;

function fromOf({ stage, target, params }: Omit<Strike, "id">): StageContainer[] | undefined {
  if (typeof params.from !== "string") return undefined;
  const { networks } = findTarget(stage, params.from);
  if (networks.some(({ id }) => target.networks.some((own) => own.id === id))) {
    throw new LabError("usage", `from=${params.from}: that is ${target.name} itself`, {
      next: "name other servers",
    });
  }
  return networks;
}

async function addressesOf(strike: Omit<Strike, "id">): Promise<Addresses> {
  const { stage, target, reach } = strike;
  const others = stage.servers
    .filter((server) => !target.servers.includes(server.name))
    .flatMap((server) => (server.sandbox ? [server.sandbox] : server.containers));
  const of = async (containers: StageContainer[]) =>
    (await Promise.all(containers.map(({ id }) => reach.containers.addresses(id).catch(() => [])))).flat();
  return { others: await of(fromOf(strike) ?? others), own: await of(target.networks) };
}

async function refuse(special: NetworkFault, strike: Omit<Strike, "id">): Promise<void> {
  const { target, params, reach } = strike;
  special.check?.(strike);
  const states = await Promise.all(target.networks.map(({ id }) => reach.containers.state(id)));
  const off = target.networks.filter((_, index) => !states[index]!.running);
  if (off.length > 0) {
    throw new LabError("fault", `${serviceNames(off)} does not run: ${target.name} has no network now`, {
      next: "./lab heal takes earlier faults away; else bring the stage up again",
    });
  }
  if (fromOf(strike) && (await addressesOf(strike)).others.length === 0) {
    throw new LabError("fault", `from=${params.from}: it does not run, so it has no address now`, {
      next: "leave `from` out to cut the server off from everybody",
    });
  }
}

const helperIn = ({ id }: StageContainer, { reach }: Pick<Strike, "reach">): Promise<string> =>
  reach.helpers.warm({ kind: "network", of: id });

/** Who else is hit, because it has the same address. */
function alsoHit({ stage, target }: Strike): string {
  const others = stage.servers
    .filter(({ sandbox }) => sandbox && target.networks.some(({ id }) => id === sandbox.id))
    .flatMap((server) => server.containers)
    .filter(({ id }) => !target.containers.some((one) => one.id === id));
  return others.length === 0 ? "" : `; ${serviceNames(others)} on the same address is hit, too`;
}

/** A look that takes longer has seen nothing. */
const lookWithinS = 10;

/** A fault that lives in the target's network namespaces, from what is special about its kind. */
export function networkFault(special: NetworkFault): Fault {
  // whether it is seen in each namespace; one that is not there went away with everything in it
  const see = async (strike: Strike): Promise<boolean[]> => {
    const { containers } = strike.reach;
    const { others } = await addressesOf(strike);
    const looks = strike.target.networks.map(async (network) => {
      if (!(await containers.state(network.id)).running) return false;
      const { output } = await containers.exec(
        await helperIn(network, strike),
        ["timeout", String(Math.ceil(stretched(lookWithinS))), "sh", "-c", `${findNear}${special.probe}`],
        {
          ...special.asks?.(strike),
          ID: strike.id,
          PEERS: others.join(" "),
          ONLY: String(strike.params.from ?? ""),
        },
      );
      return special.bites(output.trim(), strike);
    });
    return Promise.all(looks);
  };
  return {
    kind: special.kind,
    async warm(strike) {
      await refuse(special, strike);
      await Promise.all(strike.target.networks.map((network) => helperIn(network, strike)));
    },
    async plan(strike) {
      await refuse(special, strike);
      return strike.target.networks.map(({ id }) => ({ do: "network", of: id }));
    },
    async inject(strike) {
      const { id, target, ttlMs, reach } = strike;
      const rules = special.rules(strike, await addressesOf(strike));
      await Promise.all(
        target.networks.map(async (network) =>
          applyRules(await helperIn(network, strike), id, ttlMs, rules, reach),
        ),
      );
      return special.says(strike) + alsoHit(strike);
    },
    async verify(strike) {
      return (await see(strike)).every(Boolean);
    },
    async gone(strike) {
      return !(await see(strike)).some(Boolean);
    },
  };
}
