import type { Abilities } from "../../model/abilities.ts";
import type { Fault, Strike } from "../fault.ts";
import { paramsOf } from "../registry.ts";
import { abilitiesBut, type FakeRoom, fakeRoom } from "../testing/fake-engine.ts";

/** What a helper was told: the environment of a script. */
export type Told = Readonly<Record<string, string>>;

/** A network fault over an engine in memory: what it would put into the namespace, and what it makes of a look. */
export interface Trial {
  room: FakeRoom;
  strike: Strike;
  /** Checks and injects; answers with what the helper was told, or throws what the check says. */
  inject(): Promise<{ told: Told; says: string }>;
  /** Whether it is the effect, when the probe says so; and what the probe was told. */
  look(seen: string): Promise<{ bites: boolean; told: Told }>;
}

/** Without netem, as most container hosts are. */
const abilities = abilitiesBut("netem");

export function trial(
  fault: Fault,
  target: string,
  written: Record<string, string | number> = {},
  has: Abilities = abilities,
): Trial {
  const room = fakeRoom();
  const strike = room.strike(target, paramsOf(fault.kind, written), { abilities: has });
  const told: Told[] = [];
  let seen = "";
  room.engine.onExec((_id, _command, env) => {
    told.push(env);
    return { code: 0, output: seen };
  });
  return {
    room,
    strike,
    async inject() {
      await fault.plan(strike);
      const says = await fault.inject(strike);
      return { told: told.at(-1)!, says };
    },
    async look(said) {
      seen = said;
      const bites = await fault.verify(strike);
      return { bites, told: told.at(-1)! };
    },
  };
}

/** A table of rules, line by line. */
export const rulesOf = ({ RULES }: Told): string[] => RULES!.split("\n");
