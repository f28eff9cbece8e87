import { describe, expect, test } from "vitest";
import type { FaultKind } from "./fault-kind.ts";
import { exampleOf, excludes, faultsPage, needsText } from "./fault-page.ts";

const kind = (name: string, change: Partial<FaultKind> = {}): FaultKind => ({
  name,
  does: `does ${name}`,
  proof: "a look",
  heals: "by itself",
  aim: "server",
  holds: "none",
  needs: [],
  params: {},
  ...change,
});

test("needs are told in words: either of two, and all of several", () => {
  expect(needsText(kind("a"))).toBeUndefined();
  expect(needsText(kind("a", { needs: [["tbf"]] }))).toBe("token bucket filter (tc tbf)");
  expect(needsText(kind("a", { needs: [["netem", "nfqueue"], ["tbf"]] }))).toBe(
    "network emulation (tc netem) or queueing packets to a process (iptables NFQUEUE), and token bucket filter (tc tbf)",
  );
});

test("kinds that hold the same thing exclude each other; any excludes itself", () => {
  const all = [
    kind("a", { holds: "life" }),
    kind("b", { holds: "cpu" }),
    kind("c", { holds: "life" }),
    kind("d"),
    kind("e"),
  ];
  expect(all.map((one) => excludes(one, all))).toEqual([["a", "c"], ["b"], ["a", "c"], ["d"], ["e"]]);
});

describe("an example", () => {
  test("has every parameter that must be given, else the first", () => {
    const param = { means: "", type: "word" } as const;
    expect(exampleOf(kind("a"))).toBe("./lab break app-1 a --for 10s");
    expect(
      exampleOf(
        kind("a", {
          params: {
            x: { ...param, type: "size" },
            y: { ...param, choices: ["u", "v"] },
            z: { ...param, default: "w" },
          },
        }),
      ),
    ).toBe("./lab break app-1 a --for 10s --param x=64MiB --param y=u");
    expect(
      exampleOf(kind("a", { params: { x: { ...param, default: "w" }, y: { ...param, default: "v" } } })),
    ).toBe("./lab break app-1 a --for 10s --param x=w");
  });

  test("is aimed at what the kind is for; there is none for what only steps do", () => {
    expect(exampleOf(kind("a", { aim: "database" }))).toContain("break db-1 a");
    expect(exampleOf(kind("a", { aim: "entry" }))).toContain("break lb-1 a");
    expect(exampleOf(kind("a", { stepOnly: true }))).toBeUndefined();
  });
});

describe("the page", () => {
  const page = faultsPage([
    kind("one", {
      holds: "life",
      needs: [["tbf"]],
      params: {
        way: { means: "which | way", type: "word", choices: ["in", "out"], default: "in" },
        time: { means: "how long", type: "duration" },
        more: { means: "more", type: "count", optional: true },
      },
    }),
    kind("two", { holds: "life", stepOnly: true }),
  ]);

  test("lists every kind, with a section for each", () => {
    expect(page).toContain("| [one](#one) | does one |\n| [two](#two) | does two |\n");
    expect(page).toContain("## one\n\nDoes one.\n\n- aimed at: a server,");
    expect(page).toContain(
      "- proved by: a look\n- heals: by itself\n- needs: token bucket filter (tc tbf)\n- never on together with: two\n",
    );
    expect(page).toContain("## two\n\nDoes two.\n");
    expect(page).toContain("- part of a lab's steps only");
  });

  test("has a table of parameters whose cells cannot break it", () => {
    expect(page).toContain("| `way` | word | `in` | in \\| out | which \\| way |\n");
    expect(page).toContain("| `time` | duration | must be given | 300ms, 10s or 2m | how long |\n");
    expect(page).toContain("| `more` | count | nothing | 3 | more |\n");
  });

  test("says why there is no clock skew", () => {
    expect(page).toMatch(/## Not offered\n\n- \*\*clock skew\*\*: .*time namespace/);
  });
});
