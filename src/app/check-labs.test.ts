import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { goodLab, goodStage, oneAppVariant, placeOf, type TestProject } from "../catalog/testing/project.ts";
import { englishTexts, goodIdeas, koreanTexts, wholeProject } from "../catalog/testing/whole-project.ts";
import type { Problem } from "../model/errors.ts";
import { type CheckWays, checkExitCode, checkLabs } from "./check-labs.ts";

const noCompose = { missing: "there is none" };

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

const unused = () => Promise.reject(new Error("nothing is to be run"));

function check(labs: string[] = [], compose: CheckWays["compose"] = async () => undefined) {
  const { signal } = new AbortController();
  return checkLabs({ root: project.root, signal }, { labs, run: false }, { runLab: unused, compose });
}

/** `file:line:column what`, the file from the project's root on. */
const shown = ({ place, what }: Problem) =>
  `${[place?.file.slice(project.root.length + 1), place?.line, place?.column].filter((part) => part !== undefined).join(":")} ${what}`;

const problemsOf = async () => {
  const checked = await check();
  return [...checked.labs.flatMap((one) => one.problems), ...checked.problems].map(shown);
};

const unrecorded =
  "no runs are recorded of 04-two: nobody knows how far their bounds are from what is measured";

describe("a check without a run", () => {
  it("finds nothing in labs that are whole, and runs nothing", async () => {
    const checked = await check();
    expect(checked).toEqual({
      labs: [{ lab: "04-two", problems: [], warnings: expect.any(Array) }],
      problems: [],
      warnings: [{ what: unrecorded, next: expect.stringContaining("bench/figures.mjs") }],
      notes: [],
    });
    expect(checkExitCode(checked)).toBe(0);
  });

  it("tells what is only a warning apart, and lets it pass", async () => {
    const checked = await check();
    expect(checked.labs[0]?.warnings?.map(shown)).toEqual([
      `labs/04-two/lab.yaml:${placeOf(goodLab, "{id: peak")} nobody is asked to predict what "peak" measures`,
      `labs/04-two/lab.yaml:${placeOf(goodLab, "{id: calm")} nobody is asked to predict what "calm" measures`,
    ]);
    expect(checkExitCode(checked)).toBe(0);
  });

  it.each<[name: string, file: string, from: string, to: string, at: string, what: string]>([
    [
      "a shape",
      "labs/04-two/lab.yaml",
      "minutes: 10",
      "minutes: ten",
      "ten",
      '"minutes" needs a number, not "ten"',
    ],
    [
      "a reference",
      "labs/04-two/lab.yaml",
      "load: browse, for",
      "load: brows, for",
      "brows, for",
      'there is no load "brows"',
    ],
    [
      "no control",
      "labs/04-two/lab.yaml",
      "    control: {none: the ratio has its own weak side}\n",
      "",
      "id: more",
      "the claim has no negative control",
    ],
    [
      "an idea",
      "labs/04-two/lab.yaml",
      "001-login",
      "001-logins",
      "001-logins",
      'there is no idea "001-logins"',
    ],
    [
      "an idea that is proved twice",
      "labs/04-two/lab.yaml",
      "[001-login]",
      "[001-login, 001-login]",
      "001-login]",
      'the idea "001-login" is there twice',
    ],
    [
      "a claim that is not translated",
      "labs/04-two/lab.yaml",
      "ko: 제외",
      "ko: Out",
      "Out}\n    metric",
      "the Korean text is not in Korean",
    ],
    [
      "a hint without text",
      "labs/04-two/en.md",
      "## find / hint-1",
      "## find / hint-2",
      "## find / hint-2",
      '"## find / hint-2" belongs to no step',
    ],
    [
      "a text that is not translated",
      "labs/04-two/ko.md",
      "## watch\n\n이것이다.",
      "## watch\n\nThis is it.",
      "## watch",
      'the text under "## watch" is not in Korean',
    ],
    [
      "a Korean text where an English one belongs",
      "labs/04-two/en.md",
      "## watch\n\nThis is it.",
      "## watch\n\n이것이다. It.",
      "## watch",
      'the text under "## watch" is not in English',
    ],
    [
      "a link to nowhere",
      "labs/04-two/en.md",
      "This is it.",
      "[it](it.svg)",
      "[it]",
      'there is no file "it.svg"',
    ],
    ["a list of ideas", "labs/ideas.yaml", 'lab: "05"', 'lab: "09"', '"09"', 'there is no lab "09"'],
    [
      "a stage",
      "compose/pair/compose.yaml",
      "type: nano, services: [app-2]",
      "type: nona, services: [app-2]",
      "nona",
      '"type" needs',
    ],
    [
      "a variant",
      "compose/pair/variants/one-app.yaml",
      "scale: 0",
      "scale: 0, privileged: true",
      "privileged",
      "a stage takes no privileges over the host",
    ],
  ])("tells what is wrong with %s, and where", async (_name, file, from, to, at, what) => {
    const whole: Record<string, string> = {
      "labs/04-two/lab.yaml": goodLab,
      "labs/04-two/en.md": englishTexts,
      "labs/04-two/ko.md": koreanTexts,
      "labs/ideas.yaml": goodIdeas,
      "compose/pair/compose.yaml": goodStage,
      "compose/pair/variants/one-app.yaml": oneAppVariant,
    };
    expect(whole[file]).toContain(from);
    const text = whole[file]!.replace(from, to);
    project.write(file, text);
    const told = await problemsOf();
    const begin = `${file}:${placeOf(text, at)} ${what}`;
    expect(
      told.filter((one) => one.startsWith(begin)),
      `${begin}, among:\n${told.join("\n")}`,
    ).toHaveLength(1);
    expect(checkExitCode(await check())).toBe(2);
  });

  it("tells all of it at once, each lab apart from what is of none", async () => {
    project.write("labs/04-two/lab.yaml", goodLab.replace("minutes: 10", "minutes: ten"));
    project.write("labs/04-two/stray.txt", "");
    project.write("labs/05-three/lab.yaml", goodLab);
    project.write("labs/06-none/en.md", "");
    project.write("labs/ideas.yaml", goodIdeas.replace("format: 1", "format: 2"));
    const { labs, problems } = await check();
    expect(labs.map((one) => [one.lab, one.problems.map(shown)])).toEqual([
      [
        "04-two",
        [
          `labs/04-two/lab.yaml:${placeOf(goodLab, "10")} "minutes" needs a number, not "ten"`,
          "labs/04-two/stray.txt nothing refers to this file",
        ],
      ],
      ["05-three", [expect.stringMatching(/^labs\/05-three\/lab.yaml:2:5 the id is "04-two" but/)]],
    ]);
    expect(problems.map(shown)).toEqual([
      "labs/06-none the folder has no lab.yaml, so it is no lab",
      expect.stringMatching(/^labs\/ideas.yaml:1:9 "format" /),
    ]);
  });

  it("tells a missing list of ideas, and that there are no labs", async () => {
    project.remove();
    const { labs, problems } = await check();
    expect(labs).toEqual([]);
    expect(problems.map(shown)).toEqual(["labs there are no labs", "labs/ideas.yaml no such file"]);
  });

  it("warns of stages and variants that no lab and no bench uses", async () => {
    project.write(
      "compose/pair/variants/quiet.yaml",
      "services: {app-2: {scale: 0}, lb: {depends_on: !override [app-1]}}\n",
    );
    project.write("compose/lonely/compose.yaml", goodStage);
    project.write("compose/lonely/variants/more.yaml", "services: {}\n");
    const warned = async () => (await check()).warnings.filter(({ what }) => what !== unrecorded).map(shown);
    expect(await warned()).toEqual([
      "compose/lonely/compose.yaml no lab and no script of bench/ uses this stage",
      "compose/lonely/variants/more.yaml no lab and no script of bench/ uses this variant",
      "compose/pair/variants/quiet.yaml no lab and no script of bench/ uses this variant",
    ]);
    expect(checkExitCode(await check())).toBe(0);
    project.write("bench/one.mjs", 'lab("up", "lonely/more"); // pair/quieter\n');
    expect(await warned()).toEqual([
      "compose/pair/variants/quiet.yaml no lab and no script of bench/ uses this variant",
    ]);
    project.write("labs/07-quiet/en.md", "`./lab up pair/quiet` brings the quiet one up.\n");
    expect(await warned()).toEqual([]);
  });

  it("tells how far bounds are from what was recorded, and what is wrong with the record", async () => {
    const host = { cores: 2, memoryMiB: 4096, kernel: "6.12", engine: "29", cgroup: "v2 systemd" };
    const ejected = { metric: "lb.ejection_s", unit: "s", values: [1, 1, 1], median: 1, spread: 0 };
    const set = { speed: 1, quick: true, runs: 3, version: "0.1.0", host, claims: { ejected } };
    const figures = { format: 1, lab: "04-two", recorded: [set] };
    project.write("labs/04-two/figures.json", JSON.stringify(figures));
    const checked = await check();
    expect(checked.warnings).toEqual([]);
    expect(checked.labs[0]?.distances).toMatchObject([
      { claim: "ejected", bound: "<= 3", times: 3, spreads: null },
    ]);
    expect(checked.labs[0]?.warnings?.map(shown)).toContain(
      `labs/04-two/lab.yaml:${placeOf(goodLab, "3}\n    mustFailOn")} <= 3 is 3 times away from the median of 1 (3 runs): it would catch too little`,
    );
    ejected.median = 2;
    project.write("labs/04-two/figures.json", JSON.stringify(figures));
    expect((await problemsOf()).join()).toContain("is not the median of these values");
  });

  it("tells a broken stage although nobody uses it", async () => {
    project.write("compose/lonely/compose.yaml", "services: {}\n");
    expect(await problemsOf()).toContain("compose/lonely/compose.yaml:1:11 the stage has no services");
  });

  it("looks at the named labs and their stages only", async () => {
    project.write("labs/05-bad/lab.yaml", "format: 1\n");
    project.write("compose/lonely/compose.yaml", "services: {}\n");
    expect(await check(["4", "04-two"])).toMatchObject({
      labs: [{ lab: "04-two", problems: [] }],
      problems: [],
      warnings: [{ what: unrecorded }],
    });
    await expect(check(["6"])).rejects.toMatchObject({
      code: "usage",
      message: 'there is no lab "6"',
    });
  });

  it("asks compose about each stage and variant that reads, and says when it cannot be asked", async () => {
    const asked: string[] = [];
    const compose = async (files: readonly string[]) => {
      asked.push(files.map((file) => file.slice(project.composeDir.length + 1)).join(" + "));
      return files.length > 1 ? { what: "compose refuses it", place: { file: files[1]! } } : undefined;
    };
    const { problems } = await check([], compose);
    expect(asked).toEqual(["pair/compose.yaml", "pair/compose.yaml + pair/variants/one-app.yaml"]);
    expect(problems.map(shown)).toEqual(["compose/pair/variants/one-app.yaml compose refuses it"]);
    expect((await check([], noCompose)).notes).toEqual([
      "docker compose was not asked about the stages: there is none",
    ]);
  });
});

// every stage is read: on a busy machine that takes a while
it("the labs of this repository are whole", { timeout: 60_000 }, async () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const checked = await checkLabs(
    { root, signal: new AbortController().signal },
    { labs: [], run: false },
    { runLab: unused, compose: noCompose },
  );
  expect([...checked.labs.flatMap((one) => one.problems), ...checked.problems]).toEqual([]);
  expect(checked.labs.flatMap((one) => one.unwritten ?? [])).toEqual([]);
  expect(checked.labs.map((one) => one.lab)).toContain("04-scale-out");
});
