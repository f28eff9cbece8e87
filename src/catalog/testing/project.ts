import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A small checkout in a folder of its own: files by path. */
export interface TestProject {
  root: string;
  labFile: string;
  composeDir: string;
  write(path: string, text: string): void;
  remove(): void;
}

export const goodStage = `x-stagecraft:
  entry: {service: lb, port: 80}
  client: {network: outside, cpus: 0.5}
  servers:
    lb-1: {type: micro, services: [lb]}
    app-1: {type: nano, services: [app-1]}
    app-2: {type: nano, services: [app-2]}
  helpers: [seed]
services:
  lb:
    image: \${STAGECRAFT_HAPROXY:-haproxy:3.2}
    depends_on: [app-1, app-2]
    cpus: 0.3
    mem_limit: 256m
    networks: [outside, inside]
    ports: ["127.0.0.1::80"]
    volumes: ["./lb.cfg:/etc/lb.cfg:ro", "data:/data"]
  app-1: &app
    image: \${STAGECRAFT_APP:-stagecraft/app:1}
    cpus: 0.2
    mem_limit: 192m
    networks: [inside]
  app-2: *app
  seed:
    image: \${STAGECRAFT_APP:-stagecraft/app:1}
    networks: [inside]
networks: {outside: {}, inside: {internal: true}}
volumes: {data: {}}
`;

export const oneAppVariant = `services:
  lb: {depends_on: !override [app-1]}
  app-2: {scale: 0}
`;

export const imageList = `images:
  base: {variable: STAGECRAFT_BASE, diskMiB: 70}
  haproxy: {variable: STAGECRAFT_HAPROXY, from: {image: base}, diskMiB: 10}
  node: {variable: STAGECRAFT_NODE, from: {image: base}, diskMiB: 100}
  app: {variable: STAGECRAFT_APP, from: {image: node}, diskMiB: 5}
`;

export const goodLab = `format: 1
id: 04-two
title: {en: Two, ko: 둘}
minutes: 10
stages:
  one: {stage: pair, variant: one-app}
  two: {stage: pair}
journeys:
  visitor: [{get: /}, {think: 300ms}, {get: /feed}]
  member: [{login: any}, {post: /posts, ledger: posts}, {read: "/posts/{id}", ledger: posts}]
loads:
  browse: {open: {rate: 60/s}, mix: {visitor: 3, member: 1}}
  knee: {peak: {path: /feed, stopAt: {p99: 500ms, errorRatio: 0.01}}, repeats: 3}
steps:
  - {id: story, read: true}
  - {id: picture, show: topology, on: two}
  - {id: guess, predict: {metric: http.failed, on: two, during: kill/fault, ask: interval}}
  - id: kill
    measure: {load: browse, on: [one, two], phases: {baseline: 10s, fault: 10s, recovery: 10s}}
    fault: {kind: kill, target: {default: app-2, one: app-1}}
  - {id: peak, measure: {load: knee, on: [one, two]}}
  - {id: calm, measure: {load: browse, on: [two], for: 2m}}
  - id: find
    verify: {equals: {served-by-missing-since: kill}}
    hints: [hint-1]
  - id: quiz
    ask:
      - {id: q1, kind: choice, options: [a, b], answer: b}
      - {id: q2, if: {wrong: q1}, kind: number, answer: {from: [2, 6]}}
  - {id: add, do: {start: app-2, on: two}}
  - {id: watch, observe: {load: browse, for: 10s, on: two}}
  - {id: why, explain: kill}
claims:
  - id: ejected
    says: {en: Out, ko: 제외}
    metric: lb.ejection_s
    on: two
    expect: {op: "<=", value: 3}
    mustFailOn: [one]
  - id: refused
    says: {en: Refused, ko: 거절}
    metric: sessions.refused_ratio
    on: two
    during: kill/baseline
    expect: {op: ">=", value: 0.4, minSamples: 50}
    proves: [001-login]
    mustFailOn: [one]
  - id: more
    says: {en: More, ko: 더}
    metric: throughput.knee
    ratio: [two, one]
    expect: {op: ">=", value: 1.4}
    control: {none: the ratio has its own weak side}
`;

/** The checkout with one good lab, 04-two, on a stage called pair. */
export function testProject(): TestProject {
  const root = mkdtempSync(join(tmpdir(), "stagecraft-catalog-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("labs/04-two/lab.yaml", goodLab);
  write("compose/pair/compose.yaml", goodStage);
  write("compose/pair/variants/one-app.yaml", oneAppVariant);
  write("compose/images/images.yaml", imageList);
  return {
    root,
    labFile: join(root, "labs/04-two/lab.yaml"),
    composeDir: join(root, "compose"),
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** `line:column` of a marker's first occurrence in a text. */
export function placeOf(text: string, marker: string): string {
  const index = text.indexOf(marker);
  if (index < 0) throw new Error(`the text does not contain ${marker}`);
  const before = text.slice(0, index).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
