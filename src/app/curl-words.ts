import type { RunningStage } from "../model/stage.ts";

// curl's options that take a value which may be a path
const shortWithValue = /^-[^-]*[AbcdDeEFHKoPQTuUwxXY]$/;
const longWithValue = new Set(
  [
    "alt-svc cacert capath cert config cookie cookie-jar crlfile data data-ascii data-binary data-raw data-urlencode",
    "dump-header egd-file etag-compare etag-save form form-string header hsts json key libcurl netrc-file output",
    "output-dir proxy-cacert proxy-capath proxy-cert proxy-header proxy-key pubkey referer request request-target stderr",
    "trace trace-ascii unix-socket abstract-unix-socket upload-file url-query user user-agent write-out",
  ]
    .join(" ")
    .split(" ")
    .map((name) => `--${name}`),
);

/** curl's words with paths to ask for completed to the stage's own address, as its users know it. */
export function curlWords(words: readonly string[], { inside }: Pick<RunningStage, "inside">): string[] {
  const port = inside.port === 80 ? "" : `:${inside.port}`;
  const isValue = (at: number) => {
    const before = words[at - 1] ?? "";
    return shortWithValue.test(before) || longWithValue.has(before);
  };
  return [
    "-sS",
    ...words.map((word, at) =>
      word.startsWith("/") && !isValue(at) ? `http://${inside.host}${port}${word}` : word,
    ),
  ];
}

/** Whether these words of curl's take something from stdin: `-d @-`, `-T -`, `-K -`, `-F file=@-`. */
export function readsStdin(words: readonly string[]): boolean {
  return words.some((word, at) => {
    if (/(^|[=@<])@?-$/.test(word) && word !== "-") return true;
    return word === "-" && /^(-[^-]*[TKd]|--(upload-file|config|data.*))$/.test(words[at - 1] ?? "");
  });
}
