import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { probeAbilities } from "../docker/abilities.ts";
import { asking } from "../docker/access.ts";
import { type Abilities, type Ability, abilityNames } from "../model/abilities.ts";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { runsDir } from "./run-folder.ts";
import type { Session } from "./session.ts";

interface Remembered {
  /** Engine, kernel and image that it was found out with, and what was tried. */
  key: string;
  abilities: Abilities;
}

const fileName = "abilities.json";

/** Names in STAGECRAFT_WITHOUT are left out, to see what a machine without them can do. */
function without(abilities: Abilities, env: NodeJS.ProcessEnv): Abilities {
  const left = (env.STAGECRAFT_WITHOUT ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const unknown = left.find((one) => !abilityNames.includes(one as Ability));
  if (unknown !== undefined) {
    throw new LabError("usage", `STAGECRAFT_WITHOUT names "${unknown}", which is no ability`, {
      next: `choose among: ${abilityNames.join(", ")}`,
    });
  }
  const has = Object.fromEntries(
    abilityNames.map((name) => [name, abilities.has[name] && !left.includes(name)]),
  ) as Record<Ability, boolean>;
  return { ...abilities, has };
}

function read(file: string): Remembered | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Remembered;
  } catch {
    return undefined; // never tried, or cut off: it is tried again
  }
}

/** What faults can build on at this engine: tried once per engine, kernel and tools image, then remembered. */
export async function abilitiesOf(
  session: Pick<Session, "docker">,
  toolsImage: string,
  context: { root: string; env: NodeJS.ProcessEnv },
): Promise<Abilities> {
  const [info, image] = await asking(
    Promise.all([session.docker.info(), session.docker.getImage(toolsImage).inspect()]),
  );
  const key = [info.ID, info.KernelVersion, image.Id, ...abilityNames].join(" ");
  const file = join(runsDir(context.root), fileName);
  let known = read(file);
  if (known?.key !== key) {
    const abilities = await probeAbilities(session.docker, toolsImage, {
      [labels.run]: "probe",
      [labels.home]: context.root,
      [labels.role]: "probe",
    });
    known = { key, abilities };
    mkdirSync(runsDir(context.root), { recursive: true });
    writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
  }
  return without(known.abilities, context.env);
}
