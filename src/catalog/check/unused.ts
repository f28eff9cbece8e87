import type { CheckContext } from "./context.ts";

/** Every name that stands under one of these keys, at any depth: kinds of steps to come are known as well. */
function namesUnder(keys: readonly string[], value: unknown, here = false): string[] {
  if (typeof value === "string") return here ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((part) => namesUnder(keys, part, here));
  return Object.entries(value).flatMap(([key, part]) => namesUnder(keys, part, keys.includes(key)));
}

/** Stages, journeys and loads that nothing names: left over, or meant to be used. */
export function checkUnused({ draft, findings, lost }: CheckContext): void {
  // an ill-formed step may be the one that names them
  if (lost.size > 0) return;
  const { steps, claims, loads } = draft;
  const tell = (key: "stages" | "loads" | "journeys", used: readonly string[], by: string) => {
    for (const name of Object.keys(draft[key] ?? {})) {
      if (used.includes(name)) continue;
      findings.add([key, name], `no ${by} uses "${name}"`, "use it, or take it away", "key");
    }
  };
  tell("stages", namesUnder(["on", "ratio"], [steps, claims]), "step");
  tell("loads", namesUnder(["load"], steps), "step");
  tell(
    "journeys",
    Object.values(loads ?? {}).flatMap((load) => Object.keys(load?.mix ?? {})),
    "load",
  );
}
