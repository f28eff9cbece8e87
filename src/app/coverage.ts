import { join } from "node:path";
import { readIdeas } from "../catalog/ideas.ts";
import { checkUses, ideasUsedIn } from "../catalog/ideas-used.ts";
import { labIds } from "../catalog/lab-names.ts";
import { readLab } from "../catalog/read-lab.ts";
import { inOrder } from "../catalog/source/problems.ts";
import { yamlIn } from "../catalog/source/yaml-file.ts";
import type { Problem } from "../model/errors.ts";
import type { Idea, IdeaList } from "../model/idea.ts";
import type { Localized } from "../model/lab.ts";
import { broken, composeDir, ideasFile, labsDir } from "./catalog.ts";

/**
 * `proved`: a claim is about it. `told`: only texts treat it. `missing`: nothing does, though the lab that is meant to
 * exists. `open`: nothing does, and that lab is still to come.
 */
export type IdeaStatus = "proved" | "told" | "missing" | "open";

export const ideaStatuses: readonly IdeaStatus[] = ["proved", "told", "missing", "open"];

/** An idea with all that treats it. */
export interface CoveredIdea extends Idea {
  status: IdeaStatus;
  /** `lab/claim` each. */
  claims: string[];
  /** `lab/step` each; for an idea that cannot be run here these are its sidebars. */
  steps: string[];
}

/** How many of some ideas stand how. */
export type Totals = Record<IdeaStatus | "ideas", number>;

export interface Coverage {
  ideas: CoveredIdea[];
  sources: ({ source: string; title: Localized } & Totals)[];
  tracks: ({ track: number; title: Localized } & Totals)[];
  total: Totals;
}

/**
 * Every idea of labs/ideas.yaml with the claims and steps that treat it. Throws LabError("bad-input") with every
 * problem when the list or a lab is broken, or a lab names an idea that is not there.
 */
export function coverage(root: string): Coverage {
  const read = readIdeas(ideasFile(root));
  if ("problems" in read) throw broken("labs/ideas.yaml", read.problems);
  const ids = labIds(labsDir(root));
  const problems: Problem[] = [];
  const uses: Use[] = [];
  for (const id of ids) {
    const file = join(labsDir(root), id, "lab.yaml");
    const lab = readLab(file, composeDir(root));
    const source = yamlIn(file);
    const named = source ? ideasUsedIn(source) : [];
    problems.push(...("problems" in lab ? lab.problems : []), ...checkUses(named, read.ideas));
    uses.push(...named.map((use) => ({ ...use, by: `${id}/${use.id}` })));
  }
  if (problems.length > 0) throw broken("what the labs cover", inOrder(problems));
  return coverageOf(read.ideas, uses, new Set(ids.map((id) => id.slice(0, 2))));
}

interface Use {
  idea: string;
  kind: "claim" | "step";
  by: string;
}

function coverageOf(list: IdeaList, uses: readonly Use[], labs: ReadonlySet<string>): Coverage {
  const ideas = list.ideas.map((idea): CoveredIdea => {
    const by = (kind: Use["kind"]) =>
      uses.filter((use) => use.idea === idea.id && use.kind === kind).map((use) => use.by);
    const claims = by("claim");
    const steps = by("step");
    const untreated = labs.has(idea.lab) ? "missing" : "open";
    const status = claims.length > 0 ? "proved" : steps.length > 0 ? "told" : untreated;
    return { ...idea, status, claims, steps };
  });
  return {
    ideas,
    sources: list.sources.map(({ id, title }) => ({
      source: id,
      title,
      ...totalsOf(ideas.filter((idea) => idea.source === id)),
    })),
    tracks: list.tracks.map(({ number, title }) => ({
      track: number,
      title,
      ...totalsOf(ideas.filter((idea) => idea.track === number)),
    })),
    total: totalsOf(ideas),
  };
}

function totalsOf(ideas: readonly CoveredIdea[]): Totals {
  const count = (status: IdeaStatus) => ideas.filter((idea) => idea.status === status).length;
  return {
    ideas: ideas.length,
    proved: count("proved"),
    told: count("told"),
    missing: count("missing"),
    open: count("open"),
  };
}
