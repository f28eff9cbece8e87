import { describe, expect, it } from "vitest";
import { LabError } from "../model/errors.ts";
import { chooseLanguage } from "./language.ts";

describe("chooseLanguage", () => {
  it("does as asked, whatever the locale", () => {
    expect(chooseLanguage("en", { LANG: "ko_KR.UTF-8" })).toBe("en");
    expect(chooseLanguage("KO", {})).toBe("ko");
  });

  it.each([
    [{ LANG: "ko_KR.UTF-8" }, "ko"],
    [{ LANG: "ko" }, "ko"],
    [{ LANG: "kok_IN" }, "en"],
    [{ LC_ALL: "C", LANG: "ko_KR" }, "en"],
    [{ LANG: "de_DE.UTF-8" }, "en"],
    [{}, "en"],
  ])("follows the locale %j", (env, language) => {
    expect(chooseLanguage(undefined, env)).toBe(language);
  });

  it("says which languages there are", () => {
    expect(() => chooseLanguage("fr", {})).toThrow(LabError);
  });
});
