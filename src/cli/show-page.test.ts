import { join } from "node:path";
import { expect, test } from "vitest";
import { showLab } from "../app/show-lab.ts";
import { languages } from "../text/language.ts";
import { labPage } from "./show-page.ts";

const root = join(import.meta.dirname, "../..");

test.each(languages)(
  "in %s what a measurement showed, answers and hints are folded, and nothing else",
  async (language) => {
    const shown = await showLab(root, "4", language);
    const page = labPage(shown, language);
    const folds = page.match(/<details>[\s\S]*?<\/details>/g) ?? [];
    const open = page.replace(/<details>[\s\S]*?<\/details>/g, "");
    for (const { heading, body } of shown.texts.sections.values()) {
      const folded = / \/ (after|answer|look-at-answers|compare-phases)$/.test(heading);
      expect(
        folds.some((fold) => fold.includes(body)),
        heading,
      ).toBe(folded);
      expect(open.includes(body), heading).toBe(!folded);
    }
    expect(open).toContain("```\n./lab run 04 --quick --step cut-one\n```");
    expect(open).toContain("└─ lb-1");
  },
);
