import { expect, it } from "vitest";
import { printable, printableLine } from "./printable.ts";

it.each([
  ["colour", "\x1b[31mred\x1b[0m", "red"],
  ["window title", "\x1b]0;owned\x07text", "text"],
  ["title ended by ST", "\x1b]0;owned\x1b\\text", "text"],
  ["cursor and screen", "a\x1b[2J\x1b[1;1Hb", "ab"],
  ["eight-bit CSI", "a\x9b31mb", "ab"],
  ["device control", "\x1bPpayload\x1b\\text", "text"],
  ["bell, backspace, carriage return", "a\x07b\x08c\rd", "abcd"],
  ["direction override", "abc\u202etxt", "abctxt"],
  ["a lone escape", "a\x1b", "a"],
])("takes out %s", (_name, text, clean) => {
  expect(printable(text)).toBe(clean);
});

it("keeps text, Korean, tabs and line breaks", () => {
  expect(printable("한글\tok\r\nnext")).toBe("한글\tok\nnext");
  expect(printableLine(" a\n\tb ")).toBe("a b");
});
