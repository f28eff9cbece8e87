import { describe, expect, it } from "vitest";
import { finishedRun, passedClaim } from "../model/testing/finished.ts";
import { peakStep } from "../model/testing/sample-plan.ts";
import type { Language } from "../text/language.ts";
import { columns } from "../text/layout.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";

const render = (run = finishedRun(), language: Language = "en", colour = false) =>
  renderTerminal(run, { language, colour });

describe("the terminal report", () => {
  it("begins with the verdict and shows each claim with its control, values with units", () => {
    const text = render();
    expect(text.split("\n")[0]).toBe("PASS  04-scale-out: Scale out behind a load balancer");
    expect(text).toContain("scale-out: lb.ejection_s 2.5 s, expected ≤ 4 s (kill-one/fault, n = 1,000)");
    expect(text).toContain("must not hold on no-health-check: > 9.8 s, does not hold there");
    expect(text).toMatch(/fault +87\.5\/s +12\.5 % +– +– +93\.1 ms +25 % +app-2/);
  });

  it("tells how to repeat it: a command in one line, host and images", () => {
    const text = render();
    expect(text).toMatch(/^ {2}command +\.\/lab run 04-scale-out --seed seed$/m);
    expect(text).toContain("haproxy:3.2 0123456789ab 3.2.4");
    expect(text).toContain("2 cores, 7,900 MiB, engine 28.5.2");
  });

  it("tells below a step's table what the lab says it shows", () => {
    const run = finishedRun();
    const after = { "kill-one": { en: "It is **found**.\n\n- one\n- two", ko: "찾는다." } };
    const text = render({ ...run, plan: { ...run.plan, after } });
    expect(text).toMatch(/93\.1 ms[\s\S]*\n\n {2}It is found\.\n\n {4}- one\n {4}- two\n/);
    expect(render(run)).not.toContain("It is found");
  });

  it("says at what speed the servers ran, and repeats it so", () => {
    const run = finishedRun();
    const events = run.events.map((event) =>
      event.type === "run-started" ? { ...event, host: { ...event.host, speed: 0.5 } } : event,
    );
    const text = render({ ...run, events });
    expect(text.replace(/\s+/g, " ")).toContain("every server with 0.5 times its cores (STAGECRAFT_SPEED)");
    expect(text).toMatch(/command +STAGECRAFT_SPEED=0\.5 \.\/lab run 04-scale-out --seed seed$/m);
    expect(render()).not.toContain("STAGECRAFT_SPEED");
  });

  it.each(["en", "ko"] as const)("stays within 80 columns in %s", (language) => {
    const run = finishedRun();
    run.verdict.reasons = ["a very long reason ".repeat(12)];
    run.measurements.unsound = [
      { step: "kill-one", on: "scale-out", repeat: 0, code: "generator-late", text: "late ".repeat(30) },
    ];
    run.measurements.phases[0]!.byServer = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`app-server-${index}`, 10]),
    );
    const lines = render(run, language).split("\n");
    expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(80);
  });

  it("says what a fault did, in the words of its own record", () => {
    const run = finishedRun();
    const key = { step: "kill-one", on: "scale-out", repeat: 0 };
    const detail = "100 ms on every round trip of app-1, by a packet queue";
    run.events.push({
      at: 1,
      type: "fault",
      ...key,
      fault: "latency",
      target: "app-1",
      state: "injected",
      atMs: 1,
      detail,
    });
    expect(render(run).replace(/\s+/g, " ")).toContain(`fault: ${detail}`);
  });

  it("speaks Korean", () => {
    const text = render(finishedRun(), "ko");
    expect(text.split("\n")[0]).toBe("통과  04-scale-out: 로드 밸런서 뒤로 수평 확장");
    expect(text).toContain("죽은 서버는 제때 빠진다");
    expect(text).toContain("2.5초, 기대 ≤ 4초");
  });

  it("has colours only when they are wanted", () => {
    expect(render()).not.toContain("\x1b");
    const coloured = render(finishedRun(), "en", true);
    expect(coloured).toContain("\x1b[32m");
    expect(coloured.replace(/\x1b\[\d+m/g, "")).toBe(render());
  });

  it("takes control characters out of what containers said", () => {
    const run = finishedRun();
    run.measurements.phases[0]!.byServer = { "app\x1b[2J-1": 5 };
    run.verdict.claims = [passedClaim({ verdict: "invalid", reasons: ["bad \x1b]0;owned\x07answer"] })];
    const text = render(run);
    expect(text).not.toContain("\x1b");
    expect(text).toContain("app-1");
    expect(text).toContain("bad answer");
  });

  it("says why it did not pass, before anything else", () => {
    const run = finishedRun();
    run.verdict.verdict = "invalid";
    run.verdict.reasons = ["the run was aborted: the engine went away"];
    const text = render(run);
    expect(text.startsWith("INVALID")).toBe(true);
    expect(text.indexOf("the engine went away")).toBeLessThan(text.indexOf("Claims"));
  });

  it("tells one doubt about several repeats once", () => {
    const run = finishedRun();
    run.measurements.unsound = [0, 1].map((repeat) => ({
      step: "kill-one",
      on: "scale-out",
      repeat,
      code: "machines-do-not-fit",
      text: "3 cores asked for",
    }));
    expect(render(run).match(/3 cores asked for/g)?.length).toBe(1);
  });

  it("shows the knee of peak loads, repeat by repeat", () => {
    const run = finishedRun();
    run.plan.actions = [peakStep("scale-out", 0), peakStep("scale-out", 1)];
    run.measurements.measurements = [0, 1].map((repeat) => ({
      metric: "throughput.knee",
      unit: "1/s",
      step: "knee",
      on: "scale-out",
      phase: "all",
      repeat,
      value: 748 + repeat * 10,
      samples: 5,
    }));
    const text = render(run);
    expect(text).toContain("scale-out (repeat 2 of 2)");
    expect(text).toContain("knee 758/s");
  });

  describe("with commands", () => {
    const command = { in: "laptop", run: "true", times: 2, timeoutMs: 1, phase: "all", afterMs: 0 } as const;
    const commands = [
      { ...command, id: "scan" },
      { ...command, id: "enter" },
    ];
    const key = { step: "reach", on: "scale-out", repeat: 0 };
    const figure = { ...key, of: "scan", phase: "all", samples: 2 } as const;
    const withTry = () => {
      const run = finishedRun();
      run.plan.actions.push({ kind: "try", ...key, commands, deadlineMs: 1 });
      run.measurements.measurements.push(
        { ...figure, metric: "command.ok_ratio", unit: "ratio", value: 0.5 },
        { ...figure, metric: "command.seconds", unit: "s", value: 1.25 },
        { ...figure, metric: "command.value", unit: "count", value: 42 },
        { ...figure, of: "enter", metric: "command.ok_ratio", unit: "ratio", value: null, samples: 0 },
      );
      const said = { at: 1, type: "command", ...key, phase: "all", atMs: 1, tookMs: 1, code: 0 } as const;
      run.events.push(
        { ...said, id: "scan", output: "first" },
        { ...said, id: "scan", output: "two | lines\nlast\u001b[2J one" },
      );
      return run;
    };

    it("shows how each went and what it said last", () => {
      const text = render(withTry());
      expect(text).toMatch(/^ {2}reach$/m);
      expect(text).toMatch(/^ +stage +command +in +ok +took +value +said last$/m);
      expect(text).toMatch(/^ +scale-out +scan +laptop +1 of 2 +1\.25 s +42 +last one$/m);
      expect(text).toMatch(/^ +scale-out +enter +laptop +– +– +– +–$/m);
      expect(text).not.toContain("\x1b");
      expect(Math.max(...render(withTry(), "ko").split("\n").map(columns))).toBeLessThanOrEqual(80);
    });

    it("keeps figures of parts out of the table of phases", () => {
      const run = finishedRun();
      const part = { step: "kill-one", repeat: 0, on: "scale-out", phase: "fault", samples: 1 } as const;
      run.measurements.measurements.unshift({
        ...part,
        ...{ metric: "latency.p99", unit: "ms", value: 7, of: "/" },
      });
      expect(render(run)).toMatch(/fault +87\.5\/s +12\.5 % +– +– +93\.1 ms +25 % +app-2/);
    });

    it("are a table in Markdown, too", () => {
      const text = renderMarkdown(withTry(), { language: "en" });
      expect(text).toContain("### reach\n\n| stage | command | in | ok | took | value | said last |");
      expect(text).toContain("| scale-out | scan | laptop | 1 of 2 | 1.25 s | 42 | last one |");
    });
  });
});
