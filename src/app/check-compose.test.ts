import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { composeCheck } from "./check-compose.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-compose-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A machine whose only docker is this script, and which has no private engine. */
function environment(script?: string): NodeJS.ProcessEnv {
  if (script !== undefined) {
    writeFileSync(join(folder, "docker"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "docker"), 0o755);
  }
  return { PATH: folder, STAGECRAFT_HOME: join(folder, "home"), DOCKER_HOST: "unix:///nobody/listens.sock" };
}

it("asks the docker command that is there, though no engine runs", async () => {
  const script = `
case "$*" in
  "compose version --short") echo 2.40.0 ;;
  *" config "*bad.yaml*|*bad.yaml*" config "*) echo "services.x must be a mapping" >&2; exit 15 ;;
  *" config "*evil.yaml*|*evil.yaml*" config "*) echo '{"name": "check", "services": {"web": {"devices": ["/dev/kmsg"]}}}' ;;
  *" config "*) echo '{"name": "check", "services": {"web": {"image": "web"}}}' ;;
esac`;
  const check = await composeCheck(environment(script));
  if ("missing" in check) throw new Error(check.missing);
  expect(await check(["/stage/compose.yaml"])).toBeUndefined();
  expect(await check(["/stage/evil.yaml"])).toMatchObject({
    what: "/stage/evil.yaml: services.web.devices reaches beyond the stage, as compose reads it",
  });
  expect(await check(["/stage/compose.yaml", "/stage/variants/bad.yaml"])).toEqual({
    what: "compose refuses /stage/compose.yaml + /stage/variants/bad.yaml: services.x must be a mapping",
    place: { file: "/stage/variants/bad.yaml" },
    next: "docker compose config on these files shows the same",
  });
});

it.each([
  ["there is no docker", undefined, /docker command is missing/],
  ["it has no compose", "exit 1", /"docker compose" does not work/],
  ["its compose is too old", "echo 2.1.0", /Docker Compose 2.1.0 is too old/],
])("says that nobody can be asked when %s", async (_name, script, why) => {
  expect(await composeCheck(environment(script))).toEqual({ missing: expect.stringMatching(why) });
});
