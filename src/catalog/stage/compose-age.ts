import type { Findings } from "../source/problems.ts";
import type { Path } from "../source/yaml.ts";
import { mapsOf } from "./services.ts";

// What the compose specification got after the oldest Compose that users may have (docker/engine/version.ts).
const ofServices = {
  label_file: "2.32",
  models: "2.38",
  post_start: "2.30",
  pre_stop: "2.30",
  provider: "2.36",
  use_api_socket: "2.37",
};
const ofAttachments = { gw_priority: "2.33", interface_name: "2.36" };

/** Keys that a Compose of users' distributions refuses: Debian 13 has 2.26. */
export function checkComposeAge(compose: Record<string, unknown>, findings: Findings): void {
  for (const [name, service] of mapsOf(compose.services)) {
    const path: Path = ["services", name];
    refuse(service, ofServices, path, findings);
    for (const [network, attachment] of mapsOf(service.networks))
      refuse(attachment, ofAttachments, [...path, "networks", network], findings);
  }
}

function refuse(
  map: Record<string, unknown>,
  newer: Record<string, string>,
  path: Path,
  findings: Findings,
): void {
  for (const [key, since] of Object.entries(newer)) {
    if (map[key] === undefined) continue;
    findings.add(
      [...path, key],
      `${key} needs Compose ${since}, and a stage must come up with 2.24`,
      key === "interface_name"
        ? "look the interface up by its address: ip address show to SUBNET"
        : "leave it out",
      "key",
    );
  }
}
