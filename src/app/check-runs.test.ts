import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestProject } from "../catalog/testing/project.ts";
import { englishTexts, koreanTexts, wholeLab, wholeProject } from "../catalog/testing/whole-project.ts";
import { LabError } from "../model/errors.ts";
import type { LabVerdict } from "../model/verdict.ts";
import { type CheckWays, checkExitCode, checkLabs } from "./check-labs.ts";

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

function check(
  runLab: CheckWays["runLab"],
  {
    onLab = () => {},
    signal = new AbortController().signal,
  }: { onLab?: (lab: string) => void; signal?: AbortSignal } = {},
) {
  const ways = { runLab, compose: { missing: "not asked" } };
  return checkLabs({ root: project.root, signal }, { labs: [], run: true, onLab }, ways);
}

const verdictOf = (lab: string, verdict: LabVerdict["verdict"]): LabVerdict => ({
  lab,
  verdict,
  claims: [],
  stages: [],
  runDir: "",
  durationS: 1,
  reasons: [],
});

describe("a check with runs", () => {
  /** Three labs that can be run. */
  function threeLabs() {
    for (const id of ["05-two", "06-three"]) {
      project.write(`labs/${id}/lab.yaml`, wholeLab.replace("id: 04-two", `id: ${id}`));
      project.write(`labs/${id}/en.md`, englishTexts);
      project.write(`labs/${id}/ko.md`, koreanTexts);
    }
  }

  it.each<[verdicts: LabVerdict["verdict"][], code: number]>([
    [["pass", "pass", "pass"], 0],
    [["pass", "fail", "pass"], 1],
    [["unknown", "pass", "pass"], 3],
    [["invalid", "fail", "pass"], 1],
  ])("%j: runs all of them and exits with %i", async (verdicts, code) => {
    threeLabs();
    const told: string[] = [];
    const runLab = async (lab: string) => verdictOf(lab, verdicts[told.length - 1]!);
    const checked = await check(runLab, { onLab: (lab) => told.push(lab) });
    expect(told).toEqual(["04-two", "05-two", "06-three"]);
    expect(checked.labs.map((one) => one.verdict?.verdict)).toEqual(verdicts);
    expect(checkExitCode(checked)).toBe(code);
  });

  it("does not run a lab that has problems, but the others", async () => {
    threeLabs();
    project.write("labs/05-two/stray.txt", "");
    const ran: string[] = [];
    const runLab = async (lab: string) => {
      ran.push(lab);
      return verdictOf(lab, "fail");
    };
    const checked = await check(runLab);
    expect(ran).toEqual(["04-two", "06-three"]);
    expect(checkExitCode(checked)).toBe(2);
  });

  it("goes on after a lab that cannot be run to its end", async () => {
    threeLabs();
    const runLab = async (lab: string) => {
      if (lab === "04-two") throw new LabError("image", "no such image", { next: "build it" });
      return verdictOf(lab, "pass");
    };
    const checked = await check(runLab);
    expect(checked.labs[0]?.error).toEqual({ what: "no such image", next: "build it" });
    expect(checked.labs.slice(1).map((one) => one.verdict?.verdict)).toEqual(["pass", "pass"]);
    expect(checkExitCode(checked)).toBe(3);
  });

  it("does not hide a bug", async () => {
    const runLab = () => Promise.reject(new TypeError("ours"));
    await expect(check(runLab)).rejects.toThrow("ours");
  });

  it("ends when it is stopped, and says what was not run", async () => {
    threeLabs();
    const abort = new AbortController();
    const runLab = async (lab: string) => {
      abort.abort();
      return verdictOf(lab, "invalid");
    };
    const checked = await check(runLab, { signal: abort.signal });
    expect(checked.labs.map((one) => one.verdict?.verdict)).toEqual(["invalid", undefined, undefined]);
    expect(checked.notes.slice(1)).toEqual(["stopped: 2 of 3 labs were not run"]);
  });
});
