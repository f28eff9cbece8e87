import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../model/errors.ts";
import { readLab } from "../read-lab.ts";
import { yamlIn } from "../source/yaml-file.ts";
import { goodLab, placeOf, type TestProject } from "../testing/project.ts";
import { englishTexts, koreanTexts, wholeProject } from "../testing/whole-project.ts";
import { checkTexts, readTexts } from "../texts.ts";
import { afterTexts } from "./after-texts.ts";
import { checkForm } from "./form.ts";

// each measurement of the good lab with a prediction of its own, or a reason
const guesses = `
  - {id: guess-peak, predict: {metric: throughput.knee, on: two, during: peak, ask: number}}
  - {id: peak, measure: {load: knee, on: [one, two]}}
  - {id: calm, unpredicted: {en: it is the warm-up, ko: 준비 운동이다}, measure: {load: browse, on: [two], for: 2m}}`;
const predicted = goodLab.replace("format: 1", "format: 1\nform: 2").replace(
  `
  - {id: peak, measure: {load: knee, on: [one, two]}}
  - {id: calm, measure: {load: browse, on: [two], for: 2m}}`,
  guesses,
);
const after = (text: string) =>
  `\n\n## guess-peak\n\n${text}\n\n${["kill", "peak", "calm"].map((id) => `## ${id} / after\n\n${text}`).join("\n\n")}\n`;
const english = englishTexts + after("So it is.");
const korean = koreanTexts + after("그렇다.");

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

function readAll(lab: string, en = english, ko = korean) {
  project.write("labs/04-two/lab.yaml", lab);
  project.write("labs/04-two/en.md", en);
  project.write("labs/04-two/ko.md", ko);
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const texts = ["en", "ko"].map((language) => readTexts(`${project.root}/labs/04-two`, language).texts);
  return { lab: read.lab, texts };
}

function problems(lab: string, en = english, ko = korean): Problem[] {
  const read = readAll(lab, en, ko);
  return [
    ...checkForm(read.lab, yamlIn(project.labFile)!, read.texts),
    ...read.texts.flatMap((one) => checkTexts(read.lab, one)),
  ];
}

const told = ({ place, what, severity }: Problem) =>
  `${severity ?? "error"} ${place?.line}:${place?.column} ${what}`;

describe("a lab of form 2", () => {
  it("is whole with a prediction or a reason before each measurement, and what came out after it", () => {
    expect(problems(predicted)).toEqual([]);
  });

  it("is told of a measurement that nobody predicts", () => {
    const lab = predicted.replace(
      "throughput.knee, on: two, during: peak",
      "http.failed, on: two, during: calm",
    );
    expect(problems(lab).map(told)).toEqual([
      `error ${placeOf(lab, "{id: peak")} nobody is asked to predict what "peak" measures`,
    ]);
  });

  it("is told of a try that has a claim's figure, and of no other", () => {
    const ping =
      "\n  - {id: ping, try: {on: [two], commands: [{id: ask, in: lb, run: 'true'}]}}\n  - id: find\n";
    const lab = predicted.replace("\n  - id: find\n", ping);
    const en = `${english}\n## ping\n\nIt asks.\n`;
    const ko = `${korean}\n## ping\n\n묻는다.\n`;
    expect(problems(lab, en, ko)).toEqual([]);
    const claim = `  - id: asked
    says: {en: Asked, ko: 물음}
    metric: command.ok_ratio
    of: ask
    on: two
    during: ping
    expect: {op: ">=", value: 1}
    control: {none: there is none}
`;
    expect(problems(lab + claim, en, ko).map(({ what }) => what)).toEqual([
      'nobody is asked to predict what "ping" measures',
      'the text has no heading "## ping / after"',
      'the text has no heading "## ping / after"',
    ]);
  });

  it("is told of an outcome before its measurement, in the step's text and in that of its prediction", () => {
    const en = english
      .replace("## kill\n\nThis is it.", "## kill\n\nThis is it. On `two` nobody was refused.")
      .replace("## guess\n\nThis is it.", "## guess\n\nIn our runs it took 3 ms.");
    const ko = korean.replace("## kill\n\n이것이다.", "## kill\n\n`two`에서는 하나도 거부되지 않았다.");
    expect(problems(predicted, en, ko).map(told)).toEqual([
      `error ${placeOf(en, "In our")} "## guess" gives a figure in the past tense, and "kill" is not measured yet`,
      `error ${placeOf(en, "This is it. On")} "## kill" says in the past tense what a stage did, and "kill" is not measured yet`,
      `error ${placeOf(ko, "`two`")} "## kill" says in the past tense what a stage did, and "kill" is not measured yet`,
    ]);
  });

  it("lets the same stand after it", () => {
    const en = english.replace(
      "## kill / after\n\nSo it is.",
      "## kill / after\n\nOn `two` 3 % were refused.",
    );
    expect(problems(predicted, en)).toEqual([]);
  });

  it("lets a prediction speak of what its stage has shown before", () => {
    const en = english.replace("## guess-peak\n\nSo it is.", "## guess-peak\n\nOn `two` nobody was refused.");
    expect(problems(predicted, en)).toEqual([]);
  });

  it("is told of a measurement without a word after it, in each language", () => {
    const ko = korean.replace("## peak / after", "## peak / then");
    expect(problems(predicted, english, ko).map(({ what }) => what)).toEqual([
      'the text has no heading "## peak / after"',
      '"## peak / then" belongs to no step of lab.yaml',
    ]);
  });
});

describe("any lab", () => {
  it("is warned of what is an error in form 2", () => {
    const found = problems(
      goodLab,
      englishTexts.replace("## kill\n\nThis is it.", "## kill\n\nIt took 3 ms."),
      koreanTexts,
    );
    expect(found.map(({ severity }) => severity)).toEqual(Array(3).fill("warning"));
    expect(found.map(({ what }) => what)).toEqual([
      'nobody is asked to predict what "peak" measures',
      'nobody is asked to predict what "calm" measures',
      '"## kill" gives a figure in the past tense, and "kill" is not measured yet',
    ]);
  });

  it("may tell what came out after a step that measures or watches, and after no other", () => {
    const text = `${englishTexts}\n## kill / after\n\nSo.\n\n## watch / after\n\nSo.\n\n## why / after\n\nSo.\n`;
    const [own, ...more] = problems(goodLab, text, koreanTexts).filter(({ severity }) => !severity);
    expect(more).toEqual([]);
    expect(own && told(own)).toBe(
      `error ${placeOf(text, "## why / after")} "## why / after" tells what a measurement showed, and that step measures nothing`,
    );
  });

  it("calls no hint and no question `after`", () => {
    const lab = goodLab.replace("hints: [hint-1]", "hints: [after]").replace("{id: q2, if", "{id: after, if");
    project.write("labs/04-two/lab.yaml", lab);
    const read = readLab(project.labFile);
    expect("problems" in read && read.problems.map(({ what }) => what)).toEqual(
      Array(2).fill('"## step / after" is what a measurement showed'),
    );
  });

  it("has what was told in both languages at hand, without the author's comments", () => {
    const en = english.replace(
      "## kill / after\n\nSo it is.",
      "## kill / after\n\n<!-- a note -->\nSo it is. <!-- another -->",
    );
    const { lab, texts } = readAll(predicted, en);
    expect(afterTexts(lab, texts[0]!, texts[1]!)).toMatchObject({
      kill: { en: "So it is.", ko: "그렇다." },
      calm: { en: "So it is.", ko: "그렇다." },
    });
  });
});
