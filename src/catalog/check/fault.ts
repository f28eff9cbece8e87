import { faultKind, faultKinds } from "../../model/fault.ts";
import { readParams } from "../../model/fault-params.ts";
import { choose } from "../../model/nearest.ts";
import type { Stage } from "../../model/stage.ts";
import type { DraftStep } from "../schema/draft.ts";
import { durationMs } from "../schema/units.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";

/** What a fault can be aimed at: servers, single services of them, and zones. */
export function serversOf(stage: Stage): string[] {
  const names = stage.servers.flatMap((server) => [server.name, ...server.services]);
  return [...new Set([...names, ...Object.keys(stage.zones ?? {})])];
}

/** A fault's kind, parameters and targets exist, on every stage that it strikes. */
export function checkFault(
  step: DraftStep,
  index: number,
  { findings, aliases, stages }: CheckContext,
): void {
  const fault = step.fault ?? step.stopwatch?.fault;
  if (!fault) return;
  const path: Path = ["steps", index, ...(step.fault ? [] : ["stopwatch"]), "fault"];
  if (fault.kind !== undefined) {
    const names = faultKinds.map((kind) => kind.name);
    findings.known([...path, "kind"], "fault", fault.kind, names);
    checkParams([...path, "params"], fault.kind, fault.params ?? {}, findings);
    checkRestart([...path, "params", "restart-after"], step, findings);
  }
  checkDrawn(step, path, { findings, stages });
  const target = fault.target;
  if (target === undefined) return;
  const written = typeof target === "string" ? { default: target } : target;
  const at = (key: string): Path =>
    typeof target === "string" ? [...path, "target"] : [...path, "target", key];
  const struck = (step.measure?.on ?? [step.stopwatch?.on]).filter((alias) => alias !== undefined);
  for (const alias of Object.keys(written)) {
    if (alias === "default" || struck.includes(alias)) continue;
    if (!findings.known(at(alias), "stage alias", alias, aliases)) continue;
    if (step.measure?.on)
      findings.add(
        at(alias),
        `this step does not measure on "${alias}"`,
        `it does on ${struck.join(", ")}`,
        "key",
      );
  }
  for (const alias of struck) {
    const key = written[alias] === undefined ? "default" : alias;
    const name = written[key];
    const stage = stages.get(alias);
    if (name === undefined) {
      findings.add([...path, "target"], `no target for "${alias}"`, `add ${alias}: or default:`);
    } else if (stage && !serversOf(stage).includes(name)) {
      const next = choose(name, serversOf(stage), "servers and services");
      findings.add(at(key), `the stage "${alias}" has no server or service "${name}"`, next);
    }
  }
}

/** One of several is drawn where all of them are: there must be such a stage. */
function checkDrawn(
  step: DraftStep,
  path: Path,
  { findings, stages }: Pick<CheckContext, "findings" | "stages">,
): void {
  const drawn = (step.fault ?? step.stopwatch?.fault)?.drawn;
  if (!drawn) return;
  if (new Set(drawn).size < drawn.length) findings.add([...path, "drawn"], "a server is there twice");
  const struck = (step.measure?.on ?? [step.stopwatch?.on]).flatMap((alias) =>
    alias === undefined ? [] : [stages.get(alias)],
  );
  const all = (stage: Stage) => drawn.every((name) => name === undefined || serversOf(stage).includes(name));
  if (struck.some((stage) => stage === undefined || all(stage))) return;
  findings.add([...path, "drawn"], "no stage of this step has all of these servers");
}

function checkParams(
  path: Path,
  kindName: string,
  given: Record<string, unknown>,
  findings: CheckContext["findings"],
): void {
  const kind = faultKind(kindName);
  if (!kind) return;
  const { problems } = readParams(kind, given as Record<string, string | number>);
  for (const { name, given: written, what, next } of problems) {
    if (written)
      findings.add([...path, name], what, next, Object.hasOwn(kind.params, name) ? "value" : "key");
    else findings.add(path.slice(0, -1), what, next);
  }
}

/** A server that comes back in mid-fault does so within the fault's phase. */
function checkRestart(path: Path, step: DraftStep, findings: CheckContext["findings"]): void {
  const after = step.fault?.params?.["restart-after"];
  const lasts = step.measure?.phases?.fault;
  const kind = faultKind("kill")!;
  if (after === undefined || lasts === undefined || step.fault?.kind !== kind.name) return;
  const { params, problems } = readParams(kind, { "restart-after": after });
  if (problems.length > 0 || Number(params["restart-after"]) < durationMs(lasts)) return;
  findings.add(
    path,
    `the fault lasts ${lasts}, so the server would not be back within it`,
    `less than ${lasts}`,
  );
}
