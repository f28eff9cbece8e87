import { resolve } from "node:path";
import type { Problem } from "../model/errors.ts";
import type { IdeaList } from "../model/idea.ts";
import { type WrittenIdeas, writtenIdeas } from "./ideas-schema.ts";
import type { Partly } from "./schema/draft.ts";
import { readText } from "./source/file.ts";
import { type Findings, findingsIn, inOrder } from "./source/problems.ts";
import { checkShape, valueAt, without } from "./source/shape.ts";
import { type Path, readYaml } from "./source/yaml.ts";
import { untranslatedIn } from "./translated.ts";

type Draft = Partly<WrittenIdeas>;

/**
 * Reads labs/ideas.yaml. Never throws for what the file says: all problems come back, each with file, line and
 * column, in the file's order.
 */
export function readIdeas(file: string): { ideas: IdeaList } | { problems: Problem[] } {
  const path = resolve(file);
  const read = readText(path, "it lists the ideas that labs name under `proves` and `treats`");
  if ("problem" in read) return { problems: [read.problem] };
  const { source, problems } = readYaml(path, read.text);
  if (!source) return { problems: inOrder(problems) };
  const findings = findingsIn(source);
  const off = checkShape(writtenIdeas, source.value, findings);
  check((without(source.value, off) ?? {}) as Draft, findings);
  const all = [...problems, ...findings.problems, ...untranslatedIn(source)];
  if (all.length > 0) return { problems: inOrder(all) };
  return { ideas: resolveIdeas(source.value as WrittenIdeas) };
}

/** Tells a name that was there before, with the line of the first. */
function onceIn(findings: Findings, kind: string) {
  const seen = new Map<string, number | undefined>();
  return (path: Path, name: string | undefined) => {
    if (name === undefined) return;
    const { line } = findings.source.placeOf(path);
    if (seen.has(name))
      findings.add(path, `the ${kind} "${name}" is there twice`, `the first is on line ${seen.get(name)}`);
    else seen.set(name, line);
  };
}

function check(draft: Draft, findings: Findings): void {
  const labs = new Set<string>();
  const lab = onceIn(findings, "lab");
  draft.tracks?.forEach((track, index) => {
    track?.labs?.forEach((number, at) => {
      lab(["tracks", index, "labs", at], number);
      if (number !== undefined) labs.add(number);
    });
  });
  const sources = Object.keys(draft.sources ?? {});
  const id = onceIn(findings, "idea");
  draft.ideas?.forEach((idea, index) => {
    if (!idea) return;
    const path = ["ideas", index];
    id([...path, "id"], idea.id);
    const source = idea.source?.slice(0, 3);
    if (source !== undefined && findings.known([...path, "source"], "source", source, sources)) {
      if (idea.id !== undefined && !idea.id.startsWith(`${source}-`))
        findings.add([...path, "id"], `the idea is of source ${source}: its id begins with ${source}-`);
    }
    const owed = (["lab", "sidebar"] as const).filter((key) => idea[key] !== undefined);
    if (owed.length === 2)
      findings.add([...path, "sidebar"], 'an idea has either "lab" or "sidebar"', undefined, "key");
    for (const key of owed) findings.known([...path, key], "lab", idea[key]!, [...labs]);
    // ill-formed ones have findings of their own
    const there = (key: string) => valueAt(findings.source.value, [...path, key]) !== undefined;
    if (!there("lab") && !there("sidebar"))
      findings.add(
        path,
        '"lab" is missing: which lab shows the idea?',
        'sidebar: "NN" instead, for what cannot be run here',
      );
  });
}

function resolveIdeas(written: WrittenIdeas): IdeaList {
  const tracks = written.tracks.map(({ title, labs }, index) => ({ number: index + 1, title, labs }));
  return {
    sources: Object.entries(written.sources).map(([id, title]) => ({ id, title })),
    tracks,
    ideas: written.ideas.map(({ id, source, lab, sidebar, says }) => {
      const owes = (lab ?? sidebar)!;
      return {
        id,
        says,
        source: source.slice(0, 3),
        section: source.slice(4).trim(),
        lab: owes,
        track: tracks.find((track) => track.labs.includes(owes))!.number,
        sidebar: sidebar !== undefined,
      };
    }),
  };
}
