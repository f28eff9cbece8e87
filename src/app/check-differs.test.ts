import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../catalog/read-lab.ts";
import { yamlIn } from "../catalog/source/yaml-file.ts";
import { goodLab, goodStage, oneAppVariant, placeOf, type TestProject } from "../catalog/testing/project.ts";
import { wholeProject } from "../catalog/testing/whole-project.ts";
import { checkDiffers } from "./check-differs.ts";

let project: TestProject;
let text: string;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

/** Problems of the good lab, the control of its first claim written so and the second claim without one. */
function problemsWith(control: string) {
  text = goodLab
    .replace("mustFailOn: [one]\n  - id: refused", `mustFailOn: [${control}]\n  - id: refused`)
    .replace("mustFailOn: [one]\n  - id: more", "control: {none: not now}\n  - id: more");
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error(read.problems.map(({ what }) => what).join("\n"));
  const problems = checkDiffers(read.lab, yamlIn(project.labFile)!, project.composeDir);
  return problems.map(({ what, next, place }) => ({ what, next, at: `${place?.line}:${place?.column}` }));
}

const variant = (more: string) =>
  project.write("compose/pair/variants/one-app.yaml", `${oneAppVariant}${more}`);
const because = "because: {en: It needs both., ko: 둘 다 필요하다.}";

describe("what a control says of its stage", () => {
  it("is nothing to blame when it names the one difference", () => {
    expect(problemsWith("{stage: one, differs: app-2}")).toEqual([]);
  });

  it("must be there", () => {
    expect(problemsWith("one")).toEqual([
      {
        what: "the control does not say in what it differs",
        next: expect.stringContaining("app-2 is on one side only"),
        at: placeOf(text, "one]\n  - id: refused"),
      },
    ]);
  });

  it("must be a word of what differs", () => {
    expect(problemsWith("{stage: one, differs: health}")).toEqual([
      {
        what: '"health" is nothing in which the stages differ',
        next: expect.stringContaining("app-2 is on one side only"),
        at: placeOf(text, "health"),
      },
    ]);
  });

  it("must be one difference", () => {
    variant("  app-1: {environment: {RETRIES: 3}}\n");
    expect(problemsWith("{stage: one, differs: app-2}")).toEqual([
      {
        what: expect.stringMatching(/^the control differs in 2 things: .*RETRIES: nothing → 3/),
        next: expect.stringContaining("because"),
        at: placeOf(text, "{stage: one"),
      },
    ]);
  });

  it("may be more than one with a reason, of which one is named", () => {
    variant("  app-1: {environment: {RETRIES: 3}}\n");
    expect(problemsWith(`{stage: one, differs: RETRIES, ${because}}`)).toEqual([]);
    expect(problemsWith(`{stage: one, differs: health, ${because}}`)).toMatchObject([
      { what: '"health" is nothing in which the stages differ' },
    ]);
  });

  it("needs no reason for one difference", () => {
    expect(problemsWith(`{stage: one, differs: app-2, ${because}}`)).toMatchObject([
      { what: "the control differs in one thing: that needs no reason", at: placeOf(text, "{en: It") },
    ]);
  });

  it("is not a stage that is the same", () => {
    project.write("compose/pair/variants/one-app.yaml", "services:\n  lb: {depends_on: !override [app-1]}\n");
    text = goodLab;
    const told = goodLab.replace("target: {default: app-2, one: app-1}", "target: app-2");
    expect(told).not.toBe(goodLab);
    project.write("labs/04-two/lab.yaml", told);
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error("the lab is whole");
    const problems = checkDiffers(read.lab, yamlIn(project.labFile)!, project.composeDir);
    expect(problems.map(({ what }) => what)).toEqual([
      "the control's stage differs in nothing from the claim's",
      "the control's stage differs in nothing from the claim's",
    ]);
  });

  it("may be what the step does otherwise, where the files are the same", () => {
    project.write("compose/pair/variants/one-app.yaml", "services:\n  lb: {depends_on: !override [app-1]}\n");
    expect(problemsWith("{stage: one, differs: target}")).toEqual([]);
  });

  it("is still to be written in a lab that is new", () => {
    expect(problemsWith('{stage: one, differs: "TODO: what it lacks"}')).toEqual([]);
  });

  it("is compared with variables at their defaults, and with what services extend", () => {
    variant(
      `  app-1:\n    extends: {file: variants/more.yaml, service: base}\n    image: \${STAGECRAFT_APP:-stagecraft/app:1}\n`,
    );
    project.write(
      "compose/pair/variants/more.yaml",
      `${goodStage.replace("app-1: &app", "base: {environment: {RETRIES: 3}}\n  app-1: &app")}`,
    );
    expect(problemsWith("{stage: one, differs: app-2}")).toMatchObject([
      { what: expect.stringContaining("RETRIES: nothing → 3") },
    ]);
  });
});
