import type { Findings } from "../../source/problems.ts";
import type { Path } from "../../source/yaml.ts";

// a doubled dollar is one for the container; the default may have no variable of its own
const ours = /\$\$|\$\{STAGECRAFT_[A-Z0-9_]+:-[^${}]*\}/g;

/** No value is the caller's: variables are ours, each with a default for those who come by hand. */
export function checkVariables(value: unknown, path: Path, findings: Findings): void {
  if (typeof value === "string") {
    const left = value.replace(ours, "");
    if (!left.includes("$")) return;
    const found = /\$(\{[^}]*\}?|\w*)/.exec(left)![0];
    findings.add(
      path,
      `the variable ${found} would be the caller's`,
      `\${STAGECRAFT_NAME:-default} is ours; $$ stands for a dollar sign in the container`,
    );
  } else if (value !== null && typeof value === "object") {
    for (const [key, part] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (key.includes("$")) findings.add(at, "a key with a dollar sign", "write the name out", "key");
      checkVariables(part, at, findings);
    }
  }
}
