import { describe, expect, it } from "vitest";
import { decideImage, type ImageFacts } from "./decide.ts";

const facts = (here: { override?: boolean; official?: boolean | "none"; home?: boolean }): ImageFacts => ({
  override: here.override === undefined ? undefined : { ref: "mine:1", present: here.override },
  official: here.official === "none" ? undefined : { ref: "web:1", present: here.official ?? false },
  home: { ref: "stagecraft/web:1-abc", present: here.home ?? false },
});

describe("decideImage", () => {
  it.each<[string, Parameters<typeof facts>[0], string]>([
    ["an override that is here", { override: true, official: true, home: true }, "use mine:1 override"],
    ["the official one that is here", { official: true, home: true }, "use web:1 present"],
    ["our own that is here", { home: true }, "use stagecraft/web:1-abc present"],
  ])("uses %s", (_, here, expected) => {
    const decision = decideImage(facts(here));
    expect(decision.kind === "use" && `use ${decision.ref} ${decision.origin}`).toBe(expected);
  });

  it.each<[string, Parameters<typeof facts>[0], string[]]>([
    ["pulls, then builds", {}, ["pull web:1", "build stagecraft/web:1-abc"]],
    ["only builds without an official one", { official: "none" }, ["build stagecraft/web:1-abc"]],
    [
      "only pulls an override, whatever else is here",
      { override: false, official: true, home: true },
      ["pull mine:1"],
    ],
  ])("%s", (_, here, expected) => {
    const decision = decideImage(facts(here));
    expect(decision.kind === "get" && decision.ways.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual(
      expected,
    );
  });
});
