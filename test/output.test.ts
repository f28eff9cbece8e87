import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./lab.ts";

// more than the 64 KiB that a pipe takes before somebody reads
const longest = "show 10 --json";

/** Standard output and exit code of the program at one end of a real pipe and the code of its reader at the other. */
function piped(reader: string): Promise<{ stdout: string; codes: string }> {
  const program = `'${process.execPath}' '${join(root, "dist/main.js")}' ${longest}`;
  const script = `${program} | ${reader}; echo "\${PIPESTATUS[*]}" >&2`;
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { cwd: root, maxBuffer: 2 ** 24 }, (_error, stdout, stderr) =>
      resolve({ stdout, codes: stderr.trim() }),
    );
  });
}

test("a reader that is slow gets all of it", async () => {
  const { stdout, codes } = await piped("(sleep 1; cat)");
  expect(codes).toBe("0 0");
  expect(stdout.length).toBeGreaterThan(2 ** 16);
  expect(JSON.parse(stdout)).toMatchObject({ id: "10-cache" });
});

test("a reader that goes early is not waited for", async () => {
  const { stdout, codes } = await piped("head -n 1");
  expect(stdout).toBe("{\n");
  expect(codes).toBe("0 0");
});
