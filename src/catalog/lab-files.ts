import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Problem } from "../model/errors.ts";
import { figuresName } from "./figures/read-figures.ts";
import { readText } from "./source/file.ts";

/** A file that a text refers to, by a path relative to the text. */
interface Link {
  target: string;
  line: number;
  column: number;
}

const inline = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
const definition = /^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)/g;

/** Links to files in a Markdown text: code, web addresses and headings are none. */
function linksOf(text: string): Link[] {
  let fence: string | undefined;
  return text.split(/\r?\n/).flatMap((line, index): Link[] => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    if (mark || fence !== undefined) return [];
    const prose = line.replace(/`[^`]*`/g, (code) => " ".repeat(code.length));
    return [...prose.matchAll(inline), ...prose.matchAll(definition)].flatMap((found) => {
      const target = found[1]!.replace(/[#?].*$/, "");
      if (target === "" || /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return [];
      return [{ target, line: index + 1, column: found.index + 1 }];
    });
  });
}

function pathOf(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/**
 * Files of a lab's folder that neither are a lab's own (lab.yaml, `<language>.md`, figures.json) nor are linked from its texts,
 * and links of its texts to files that are not there.
 */
export function checkLabFiles(folder: string, languages: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const texts = languages.map((language) => resolve(folder, `${language}.md`));
  const known = new Set([resolve(folder, "lab.yaml"), resolve(folder, figuresName), ...texts]);
  // a linked page may show pictures of its own
  for (const file of texts) {
    const read = readText(file);
    if ("problem" in read) continue; // a missing text is told elsewhere
    for (const { target, line, column } of linksOf(read.text)) {
      const linked = resolve(dirname(file), pathOf(target));
      if (!existsSync(linked)) {
        const next = "write its path from this text's folder, or take the link away";
        problems.push({ what: `there is no file "${target}"`, place: { file, line, column }, next });
      } else if (!known.has(linked)) {
        known.add(linked);
        if (linked.endsWith(".md") && linked.startsWith(`${resolve(folder)}/`)) texts.push(linked);
      }
    }
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const file = join(resolve(folder), name);
    if (isByTheWay(name) || known.has(file) || statSync(file, { throwIfNoEntry: false })?.isDirectory())
      continue;
    problems.push({
      what: "nothing refers to this file",
      place: { file },
      next: "link it from the lab's texts, or delete it",
    });
  }
  return problems;
}

/** What file managers and editors leave beside a file: nobody wrote it, and nobody has to refer to it. */
function isByTheWay(path: string): boolean {
  return path
    .split(sep)
    .some((name) => /^\.|~$|^#.*#$|\.(sw[a-p]|bak|orig|rej|tmp)$|^(thumbs\.db|desktop\.ini)$/i.test(name));
}

/** Folders of labs/ that have no lab.yaml: nobody would find them. */
export function foldersWithoutLab(labsDir: string): Problem[] {
  if (!existsSync(labsDir)) return [];
  return readdirSync(labsDir, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() &&
        !entry.name.startsWith(".") &&
        !existsSync(join(labsDir, entry.name, "lab.yaml")),
    )
    .map(({ name }) => ({
      what: "the folder has no lab.yaml, so it is no lab",
      place: { file: resolve(labsDir, name) },
      next: "add one, or delete the folder",
    }));
}
