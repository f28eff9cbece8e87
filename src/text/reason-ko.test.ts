import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { reasonKo } from "./reason-ko.ts";

const src = dirname(import.meta.dirname);
const hangul = /[가-힣]/;

/** Sentences that a room writes, with a figure where a value stands. */
function sentencesIn(room: string): string[] {
  const files = readdirSync(join(src, room)).filter(
    (name) => name.endsWith(".ts") && !name.includes(".test."),
  );
  return files.flatMap((name) => {
    const file = ts.createSourceFile(
      name,
      readFileSync(join(src, room, name), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const text =
        ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)
          ? node.text
          : ts.isTemplateExpression(node)
            ? node.head.text + node.templateSpans.map(({ literal }) => `1${literal.text}`).join("")
            : "";
      if (/[a-z] [a-z]/.test(text)) found.push(text);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });
}

/** What is only the beginning or the end of a sentence in the code. */
const parts = new Set([
  "no reason given",
  "the record does not say when the fault",
  "1 was ordered",
  "1 was reverted",
  "more than 1",
]);
/** Values that are no figures, where a sentence has a word there. */
const words: Record<string, string> = {
  "the 1 did not come to its end": "the load did not come to its end",
  "the 1 was aborted: 1": "the commands was aborted: engine gone",
  "1, and no write was read back":
    "the store was not listed after the load (posts), and no write was read back",
  "the generator sent 1 % of requests on time1; needs 98 %":
    "the generator sent 91.0 % of requests on time (fault); needs 98 %",
  "the generator used 1 % of its CPU1": "the generator used 97 % of its CPU (baseline, fault)",
  "the generator's timers were 1 ms late (p99)1": "the generator's timers were 80 ms late (p99)",
  "the fault 1 on 1 was not proved1": "the fault kill on app-1 was not proved: it still answers",
  "only known to be 1: too little to decide 1": "only known to be more than 3: too little to decide <= 4",
  "1: 1 on 1 is not 1": "quick: latency.p99 on a / b is not <= 3",
  "the run was interrupted1": "the run was interrupted: Ctrl-C",
  "the run was aborted1": "the run was aborted",
  "the run did not come to its end1": "the run did not come to its end",
};

describe("reasons in Korean", () => {
  const written = [...sentencesIn("measure"), ...sentencesIn("verdict")];

  it.each([...new Set(written)].filter((one) => !parts.has(one)))("%s", (sentence) => {
    const korean = reasonKo(words[sentence] ?? sentence);
    expect(korean).toMatch(hangul);
    // nothing of the pattern is left over
    expect(korean).not.toMatch(/\$\d|\(\)|\.\s*$/);
  });

  it("finds the sentences in the code", () => {
    expect(written.length).toBeGreaterThan(40);
    for (const one of [...parts, ...Object.keys(words)]) expect(written).toContain(one);
  });

  it("keeps whom it is about, the repeat, and what others said", () => {
    expect(reasonKo("quick: rests on 3 samples; needs 20")).toBe("quick: 표본이 3개다. 20개가 필요하다");
    expect(reasonKo("quick: control one-backend: the lower side of the ratio is zero")).toBe(
      "quick: 대조군 one-backend: 나누는 쪽의 값이 0이다",
    );
    expect(reasonKo("12 good answers; needs 100 (repeat 2)")).toBe(
      "정상 응답 12개. 100개가 필요하다 (2번째 반복)",
    );
    expect(reasonKo("the fault kill on app-1 was not proved")).toBe(
      "장애 kill(app-1)의 효과가 확인되지 않았다",
    );
    expect(reasonKo("connect ECONNREFUSED")).toBe("connect ECONNREFUSED");
  });
});
