import type { Localized } from "../../model/lab.ts";
import type { Stage } from "../../model/stage.ts";
import { aliasesOf, type Sides, usualFault } from "./sides.ts";

export interface NewLab extends Sides {
  /** Two digits and a name. */
  id: string;
  title: Localized;
}

const stageLine = (alias: string, { name, variant }: Stage): string =>
  `  ${alias}: {stage: ${name}${variant === undefined ? "" : `, variant: ${variant}`}}`;

/** What the fault is aimed at; a weak side may be made of other servers. */
function targetOf({ strong, weak }: Sides, weakAlias: string | undefined): string {
  const { target } = usualFault(strong);
  const there = weak?.servers.some(({ name, services }) => name === target || services.includes(target));
  if (!weak || there) return target;
  return `{default: ${target}, ${weakAlias}: ${usualFault(weak).target}}`;
}

/** lab.yaml of a lab that is whole, and has one claim as an example. */
export function labYaml(lab: NewLab): string {
  const { strong, weak } = aliasesOf(lab);
  const { kind, target } = usualFault(lab.strong);
  const control =
    weak === undefined
      ? `control: {none: "TODO: name a stage or variant that lacks what the lab is about: mustFailOn"}`
      : `mustFailOn: [{stage: ${weak}, differs: "TODO: what it lacks, in a word of the stage files"}]`;
  return `# yaml-language-server: $schema=../lab.schema.json
# ${lab.title.en}. The texts are in en.md and ko.md, one heading per step.
# docs/authoring.md says how to go on; ./lab check ${lab.id.slice(0, 2)} tells what is wrong, and what is still to be written.
format: 1
# predict, measure, then tell: what a measurement showed is under "## step / after", and nothing before gives it away
form: 2
id: ${lab.id}
title: {en: ${JSON.stringify(lab.title.en)}, ko: ${JSON.stringify(lab.title.ko)}}
question:
  en: "TODO: what does this lab answer?"
  ko: "TODO: 이 실습은 어떤 질문에 답하는가?"
minutes: 20

# what lacks something, and what has it
stages:
${lab.weak && weak !== undefined ? `${stageLine(weak, lab.weak)}\n` : ""}${stageLine(strong, lab.strong)}

# what users do, and how many of them there are
journeys:
  visitor: [{get: /}, {think: 300ms}, {get: /feed}]

loads:
  browse: {open: {rate: 40/s}, mix: {visitor: 1}}

steps:
  - {id: story, read: true}
  - {id: picture, show: topology, on: ${strong}}
  - id: guess
    predict: {metric: http.failed_ratio, on: ${strong}, during: break-it/fault, ask: interval}
  - id: break-it
    measure:
      load: browse
      on: [${weak === undefined ? "" : `${weak}, `}${strong}]
      phases: {baseline: 8s, fault: 10s, recovery: 4s}
    fault: {kind: ${kind}, target: ${targetOf(lab, weak)}}
  - id: questions
    ask:
      - {id: first, kind: choice, options: [a, b], answer: a}
  - {id: textbook, read: true}
  - {id: surprises, read: true}
  - {id: left-out, read: true}
  - {id: cliffhanger, read: true}
  - {id: card, read: true}

claims:
  # an example: put what this lab is about in its place
  - id: most-are-answered
    says:
      en: "While the fault (${kind}, ${target}) is on, at most a third of the requests fail"
      ko: "장애(${kind}, ${target})가 이어지는 동안 실패하는 요청은 3분의 1을 넘지 않는다"
    metric: http.failed_ratio
    on: ${strong}
    during: break-it/fault
    expect: {op: "<=", value: 0.33, minSamples: 40}
    ${control}
`;
}
