import { afterAll, expect, test } from "vitest";
import { valueAt } from "../../source/shape.ts";
import { composeTags, readYaml } from "../../source/yaml.ts";
import { type Harmful, harmful, withHarm } from "../../testing/harmful.ts";
import { goodStage, testProject } from "../../testing/project.ts";
import { checkAllowed } from "./check.ts";
import { beyondStage } from "./resolved.ts";

const project = testProject();
afterAll(() => project.remove());
const folder = `${project.composeDir}/pair`;

// STAGECRAFT_FUZZ=100000 for a long look; a failure names its seed, which STAGECRAFT_FUZZ_SEED takes
const rounds = Number(process.env.STAGECRAFT_FUZZ ?? 500);
const timeout = 20_000 + 20 * rounds;
const firstSeed = Number(process.env.STAGECRAFT_FUZZ_SEED ?? Date.now() % 1e9);

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const verdict = (text: string) => {
  const { source, problems } = readYaml("fuzz.yaml", text, { tags: composeTags, merge: true });
  return [...problems, ...(source ? checkAllowed(source, folder) : [])];
};

/** Changes of a text that leave what it means, or break it: neither may make harm pass. */
function disturbed(text: string, draw: () => number): string {
  const lines = text.split("\n");
  const pick = () => Math.floor(draw() * lines.length);
  for (let times = Math.floor(draw() * 4); times > 0; times--) {
    const kind = Math.floor(draw() * 6);
    if (kind === 0) lines.splice(pick(), 0, "# a comment", "");
    else if (kind === 1) lines.splice(pick(), 0, "x-more: {a: [1, 2, {b: c}]}");
    else if (kind === 2) lines[pick()] += " ";
    else if (kind === 3) lines[pick()] += "  # said";
    else if (kind === 4)
      lines.splice(pick(), 0, `  more-${Math.floor(draw() * 1e6)}: {image: x, init: true}`);
    else lines.splice(pick(), 1);
  }
  return lines.join("\n");
}

test(
  "harm in a disturbed stage is refused, with line and column, and nothing crashes",
  () => {
    for (let round = 0; round < rounds; round++) {
      const seed = firstSeed + round;
      const draw = drawing(seed);
      const one = harmful[Math.floor(draw() * harmful.length)]!;
      const text = disturbed(withHarm(goodStage, one), draw);
      const problems = verdict(text);
      if (isStillIn(text, one)) expect(problems.length, `seed ${seed}:\n${text}`).toBeGreaterThan(0);
      for (const { place } of problems)
        expect(place, `seed ${seed}`).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    }
  },
  timeout,
);

/** A change may have taken the harm away, or put it where it means nothing; what cannot be read counts as in. */
function isStillIn(text: string, { service, top }: Harmful): boolean {
  const { source } = readYaml("fuzz.yaml", text, { tags: composeTags, merge: true });
  if (!source) return true;
  const wanted = readYaml("harm.yaml", (service ?? top)![0]!, { merge: true }).source?.value;
  const [key, value] = Object.entries(wanted as object)[0]!;
  const found = valueAt(source.value, service ? ["services", "lb", key] : [key]);
  return JSON.stringify(found) === JSON.stringify(value);
}

// every key that compose or a stranger may think of, with values of every type
const words = [
  ...new Set(
    harmful.flatMap(({ service, top }) => [...(service ?? []), ...(top ?? [])].join(" ").match(/[a-z_]+/g)!),
  ),
];
const texts = [
  "/",
  "..",
  "host",
  "~",
  "$HOME",
  "0",
  "",
  "./x",
  "true",
  "container:x",
  "127.0.0.1::80",
  "data:/x",
];

function anything(draw: () => number, depth: number): unknown {
  const kind = Math.floor(draw() * (depth > 3 ? 4 : 6));
  if (kind === 0) return texts[Math.floor(draw() * texts.length)];
  if (kind === 1) return Math.floor(draw() * 1e6) - 5e5;
  if (kind === 2) return draw() < 0.5;
  if (kind === 3) return null;
  const size = Math.floor(draw() * 4);
  if (kind === 4) return Array.from({ length: size }, () => anything(draw, depth + 1));
  return Object.fromEntries(
    Array.from({ length: size }, () => [words[Math.floor(draw() * words.length)], anything(draw, depth + 1)]),
  );
}

// what makes a container more than its stage's, read off the values: written without a look at the list
function reachesOut(service: Record<string, unknown>): boolean {
  const names = [
    "privileged",
    "devices",
    "gpus",
    "runtime",
    "security_opt",
    "volumes_from",
    "provider",
    "use_api_socket",
  ];
  return (
    names.some((name) => service[name] !== undefined && service[name] !== null) ||
    ["pid", "ipc", "network_mode", "cgroup", "uts", "userns_mode"].some((name) =>
      /^(host|container:)/.test(String(service[name])),
    ) ||
    /"(\/|~|\.\.|\$HOME):/.test(JSON.stringify(service))
  );
}

test(
  "services of random keys and values: nothing that reaches out is taken, and nothing crashes",
  () => {
    let taken = 0;
    for (let round = 0; round < rounds; round++) {
      const seed = firstSeed + round;
      const draw = drawing(seed);
      const service = Object.fromEntries(
        Array.from({ length: 1 + Math.floor(draw() * 3) }, () => [
          words[Math.floor(draw() * words.length)]!,
          anything(draw, 0),
        ]),
      );
      const text = JSON.stringify({ services: { x: service } });
      const problems = verdict(text);
      if (problems.length === 0) taken++;
      if (reachesOut(service) || text.includes("$HOME"))
        expect(problems.length, `seed ${seed}: ${text}`).toBeGreaterThan(0);
      const resolved = { name: "p", services: { x: service } };
      const beyond = beyondStage(resolved, folder);
      if (reachesOut(service)) expect(beyond, `seed ${seed}: ${text}`).toBeDefined();
    }
    // the draw is not so wild that nothing is ever taken
    expect(taken).toBeGreaterThan(0);
  },
  timeout,
);
