import { describe, expect, test } from "vitest";
import type { ListedFault } from "../app/list-faults.ts";
import { LabError } from "../model/errors.ts";
import { faultKinds } from "../model/fault.ts";
import { faultText } from "./faults.ts";
import type { Io } from "./io.ts";
import { createProgram } from "./program.ts";

const listed = (name: string, change: Partial<ListedFault> = {}): ListedFault => ({
  ...faultKinds.find((kind) => kind.name === name)!,
  here: true,
  ...change,
});

describe("a kind of fault in words", () => {
  test("says what it does, takes, is aimed at, is proved and healed by", () => {
    expect(faultText(listed("latency"), false).split("\n")).toEqual([
      "latency: can be had here",
      "    adds to the round-trip time of everything that the server speaks, whatever the protocol",
      "    --param delay=…  added round-trip time (duration, such as 300ms, 10s or 2m; 100ms when left out)",
      expect.stringMatching(/^ {4}--param jitter=… /),
      "    aimed at: a server, a service, a zone, or several with commas between",
      "    proved by: the round-trip time from inside its network namespace",
      expect.stringMatching(/^ {4}heals: /),
      "",
    ]);
  });

  test("says of each parameter whether it may be left out, and its choices", () => {
    const text = faultText(listed("process-kill"), false);
    expect(text).toMatch(/--param process=… .*\(word, such as node; must be given\)\n/);
    expect(text).toMatch(/--param count=… .*; may be left out\)\n/);
    expect(text).toMatch(/--param signal=… .*\(word, one of KILL, TERM, .*; KILL when left out\)\n/);
  });

  test("says whether it can be had here, and why not", () => {
    expect(faultText(listed("loss", { here: false, reason: "no statistic" }), false)).toMatch(
      /^loss: cannot be had here: no statistic\n/,
    );
    expect(faultText(listed("loss", { here: null, reason: "no engine runs" }), false)).toMatch(
      /^loss: not known yet whether it can be had here: no engine runs\n/,
    );
    expect(faultText(listed("join"), false)).toMatch(/^join \(in a lab's steps only\): /);
  });

  test("in full says also what it needs, what it goes together with, and a command", () => {
    const more = faultText(listed("latency"), true).replace(faultText(listed("latency"), false), "");
    expect(more.trimEnd().split("\n")).toEqual([
      "    needs: network emulation (tc netem) or queueing packets to a process (iptables NFQUEUE)",
      "    never on together with: latency, bandwidth",
      "    example: ./lab break app-1 latency --for 10s --param delay=100ms",
    ]);
    expect(faultText(listed("join"), true)).not.toContain("example:");
    expect(faultText(listed("noop"), true)).toContain("never on together with: noop\n");
  });
});

describe("lab faults", () => {
  const run = async (...words: string[]) => {
    let out = "";
    const io: Io = {
      out: (text) => {
        out += text;
      },
      err: () => {},
      interactive: false,
      colour: false,
      env: {},
      signal: new AbortController().signal,
      setExitCode: () => {},
    };
    await (await createProgram(io, "0")).parseAsync(["node", "lab", "faults", ...words]);
    return out;
  };

  test("of a kind that is not there suggests the nearest, before any engine is asked", async () => {
    const error = await run("latenzy").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({
      code: "usage",
      message: "there is no fault called latenzy",
      next: expect.stringMatching(/^did you mean "latency"\? faults: noop, kill, /),
    });
  });

  test("--markdown prints the page, of every kind", async () => {
    const page = await run("--markdown");
    for (const kind of faultKinds) expect(page).toContain(`\n## ${kind.name}\n`);
  });
});
