import { structuredPatch } from "diff";
import { stringify } from "yaml";

const contextLines = 3;

/** Changed lines with a little of what stands around them, as `diff -u` shows them but without file names. */
export function textDiff(before: string, after: string): string {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: contextLines });
  return hunks
    .flatMap((hunk) => [
      // where all is new, or all is gone, there is no place to name
      ...(before === "" || after === ""
        ? []
        : [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`]),
      ...hunk.lines.filter((line) => !line.startsWith("\\")),
    ])
    .join("\n");
}

/** A value as people read it in a stage file: YAML, keys in the order they have. */
export function asYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
