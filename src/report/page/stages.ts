import { machineTypes } from "../../model/machines.ts";
import type { PlannedStage } from "../../model/plan.ts";
import type { Topology } from "../../model/topology.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatNumber, formatValue } from "../../text/numbers.ts";
import { measuresOf } from "../course.ts";
import type { RunRecord } from "../run-record.ts";
import { topologyPicture } from "./topology-picture.ts";

/** The picture of each stage of the run, with what its servers add up to. */
export function stagesSection(record: RunRecord, language: Language): Html {
  const strings = stringsOf(language).page.stages;
  const figures = record.plan.stages.map((stage, index) => figure(record, stage, `stage-${index}`, language));
  return html`<section id="stages" aria-labelledby="stages-h"><h2 id="stages-h">${strings.title}</h2>
<p class="lead">${strings.lead}</p>
<div class="stages">${figures}</div></section>
`;
}

function figure(record: RunRecord, stage: PlannedStage, id: string, language: Language): Html {
  const strings = stringsOf(language).page.stages;
  const known = record.topologies.get(stage.alias);
  const topology = known ?? withoutArrows(stage);
  const variant = stage.variant === undefined ? "" : `/${stage.variant}`;
  const zones = Object.entries(stage.zones ?? {}).map(([name, servers]) => `${name} (${servers.join(", ")})`);
  const notes = [
    ...(known ? [] : [strings.unread]),
    ...(zones.length > 0 ? [`${strings.zones}: ${zones.join("; ")}`] : []),
  ];
  return html`<figure><figcaption><h3>${stage.alias}</h3> <span class="faint"><code>compose/${stage.stage}${variant}</code><br>${sumOf(stage, language)}</span></figcaption>
<div class="wide" tabindex="0" role="region" aria-label="${strings.picture(stage.alias)}">${topologyPicture(topology, { id, stage: stage.alias, faults: faultsOn(record, stage) }, language)}</div>${notes.map((note) => html`<p class="faint">${note}</p>`)}</figure>
`;
}

function sumOf({ servers }: PlannedStage, language: Language): string {
  const strings = stringsOf(language).page.stages;
  const sum = (of: "cpus" | "memoryMiB" | "pricePerHour") =>
    servers.reduce((total, { type }) => total + machineTypes[type][of], 0);
  return [
    strings.servers(servers.length),
    strings.cores(formatNumber(sum("cpus"), language)),
    formatValue(sum("memoryMiB"), "MiB", language),
    formatValue(sum("pricePerHour"), "$/h", language),
  ].join(" · ");
}

/** A stage that did not come up, as far as its plan tells. */
function withoutArrows({ servers, entry }: PlannedStage): Topology {
  const server = servers.find((one) => one.services.includes(entry.service) || one.sandbox === entry.service);
  return {
    entry: { server: server?.name ?? entry.service, port: entry.port },
    servers: servers.map(({ name, type, services }) => ({ name, type, services, asks: [], networks: [] })),
  };
}

/** Kinds of faults by the server they were aimed at: a server, one of its services, or a group of servers. */
function faultsOn({ plan }: RunRecord, stage: PlannedStage): Map<string, string[]> {
  const faults = new Map<string, string[]>();
  for (const { on, fault } of measuresOf(plan)) {
    if (on !== stage.alias || !fault) continue;
    const group = stage.zones?.[fault.target];
    const hit = stage.servers.filter(
      ({ name, services, sandbox }) =>
        [name, sandbox, ...services].includes(fault.target) || group?.includes(name),
    );
    for (const { name } of hit) {
      faults.set(name, [...new Set([...(faults.get(name) ?? []), fault.kind])]);
    }
  }
  return faults;
}
