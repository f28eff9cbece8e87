import { expect, test } from "vitest";
import { curlWords, readsStdin } from "./curl-words.ts";

const at = (port: number) => ({ inside: { host: "site.test", port } });

test.each([
  [["/feed"], ["http://site.test/feed"]],
  [
    ["-i", "/feed"],
    ["-i", "http://site.test/feed"],
  ],
  [
    ["-o", "/dev/null", "/feed"],
    ["-o", "/dev/null", "http://site.test/feed"],
  ],
  [
    ["-so", "/dev/null", "-w", "/%{http_code}", "/feed"],
    ["-so", "/dev/null", "-w", "/%{http_code}", "http://site.test/feed"],
  ],
  [
    ["--output", "/tmp/x", "--head", "/"],
    ["--output", "/tmp/x", "--head", "http://site.test/"],
  ],
  [
    ["/a", "/b"],
    ["http://site.test/a", "http://site.test/b"],
  ],
])("%j: paths to ask for are completed, an option's value is not", (words, completed) => {
  expect(curlWords(words, at(80))).toEqual(["-sS", ...completed]);
});

test("another port than 80 is named", () => {
  expect(curlWords(["/feed"], at(8080))).toEqual(["-sS", "http://site.test:8080/feed"]);
});

test.each([
  [["/feed"], false],
  [["-i", "/feed"], false],
  [["-o", "-", "/feed"], false],
  [["-d", "@-", "/posts"], true],
  [["-d@-", "/posts"], true],
  [["--data-binary", "@-", "/posts"], true],
  [["--data=@-", "/posts"], true],
  [["-T", "-", "/upload"], true],
  [["-K", "-"], true],
  [["-F", "picture=@-", "/upload"], true],
  [["-F", "text=<-", "/upload"], true],
  [["-d", "a-", "/posts"], false],
])("%j takes something from stdin: %s", (words, does) => {
  expect(readsStdin(words)).toBe(does);
});
