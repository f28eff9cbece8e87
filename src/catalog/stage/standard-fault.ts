import { faultKinds } from "../../model/fault.ts";
import type { ServerSpec } from "../../model/stage.ts";
import type { Findings } from "../source/problems.ts";
import type { StageExtension } from "./extension.ts";

/** The fault that `bench` strikes a stage with exists, and so does its target. */
export function checkStandardFault(
  { standardFault }: StageExtension,
  servers: readonly ServerSpec[],
  findings: Findings,
): void {
  if (!standardFault) return;
  const path = ["x-stagecraft", "standardFault"];
  const kinds = faultKinds.map((kind) => kind.name);
  findings.known([...path, "kind"], "fault", standardFault.kind, kinds);
  const targets = servers.flatMap((server) => [server.name, ...server.services]);
  findings.known([...path, "target"], "server or service", standardFault.target, [...new Set(targets)]);
}
