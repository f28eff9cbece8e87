interface Rule {
  pattern: RegExp;
  keep: boolean;
}

function patternOf(line: string): RegExp {
  const source = line
    .replace(/^\/|\/$/g, "")
    .replace(/[.+^$()|[\]{}\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*|\?/g, (mark) =>
      mark === "**/" ? "(?:.*/)?" : mark === "**" ? ".*" : mark === "*" ? "[^/]*" : "[^/]",
    );
  return new RegExp(`^${source}(?:/.*)?$`);
}

/** A .dockerignore's text as a test for relative paths with "/": true when the file goes into the build. The last rule that matches wins. */
export function ignoreFilter(text: string): (path: string) => boolean {
  const rules: Rule[] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ keep: line.startsWith("!"), pattern: patternOf(line.replace(/^!/, "")) }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.keep ?? true;
}
