import { expect, test } from "vitest";
import { decideEngine, type EngineProbe } from "./decide.ts";
import type { EngineFacts } from "./handle.ts";
import type { Reach } from "./reach.ts";

const silent: Reach = { state: "silent", why: "ENOENT" };

function answers(facts: Partial<EngineFacts> = {}): Reach {
  return {
    state: "answers",
    facts: {
      version: "28.5.2",
      product: "docker",
      rootless: false,
      cgroupDriver: "systemd",
      cgroupVersion: "2",
      cpuQuota: true,
      cpus: 4,
      memoryMiB: 8000,
      kernel: "6.1",
      operatingSystem: "Debian",
      ...facts,
    },
  };
}

/** A bare Debian as root, with what a test changes. */
function probe(change: Partial<EngineProbe> = {}): EngineProbe {
  return {
    wish: undefined,
    configured: { source: "DOCKER_HOST", host: "unix:///var/run/docker.sock", own: false, reach: silent },
    own: silent,
    stopped: undefined,
    platform: { os: "linux", debian: true, root: true },
    ...change,
  };
}

const configured = (reach: Reach, host = "unix:///var/run/docker.sock") => ({
  source: "DOCKER_HOST",
  host,
  own: false,
  reach,
});
const stopped = { what: "Docker", start: "sudo systemctl start docker" };

test("the user's Docker comes first, even when the private engine runs", () => {
  expect(decideEngine(probe({ configured: configured(answers()), own: answers() }))).toEqual({
    kind: "host",
  });
});

test("the private engine's own socket in DOCKER_HOST is the private engine", () => {
  const own = { source: "DOCKER_HOST", host: "unix:///home/run/docker.sock", own: true };
  expect(decideEngine(probe({ configured: { ...own, reach: answers() }, own: answers() })).kind).toBe(
    "own-running",
  );
  expect(decideEngine(probe({ configured: { ...own, reach: silent } })).kind).toBe("own-start");
});

test("a private engine that runs comes before the hint to start Docker", () => {
  expect(decideEngine(probe({ own: answers(), stopped })).kind).toBe("own-running");
});

test("a bare Debian machine as root gets a private engine", () => {
  expect(decideEngine(probe())).toEqual({ kind: "own-start" });
});

test("what can be no engine is refused as it was told, unless the private one is asked for", () => {
  const trouble = { what: 'DOCKER_CONTEXT is "nope"', next: "unset it" };
  const wrong = { ...configured(silent, ""), trouble };
  expect(decideEngine(probe({ configured: wrong, own: answers() }))).toEqual({ kind: "refuse", ...trouble });
  expect(decideEngine(probe({ configured: wrong, wish: "host" }))).toEqual({ kind: "refuse", ...trouble });
  expect(decideEngine(probe({ configured: wrong, wish: "private" })).kind).toBe("own-start");
});

test("STAGECRAFT_ENGINE forces one of the two", () => {
  const both = { configured: configured(answers()), own: answers() };
  expect(decideEngine(probe({ ...both, wish: "private" })).kind).toBe("own-running");
  expect(decideEngine(probe({ wish: "private", stopped })).kind).toBe("own-start");
  expect(decideEngine(probe({ own: answers(), wish: "host", stopped }))).toMatchObject({
    kind: "refuse",
    next: expect.stringContaining(stopped.start),
  });
});

test.each([
  ["a remote engine", { configured: configured(answers(), "tcp://10.0.0.5:2375") }, /not this machine/],
  ["an ssh engine that is silent", { configured: configured(silent, "ssh://me@there") }, /not this machine/],
  ["an old engine", { configured: configured(answers({ version: "24.0.9" })) }, /24\.0\.9.* too old/],
  ["Podman", { configured: configured(answers({ product: "podman", version: "5.4" })) }, /Podman/],
  ["a rootless engine", { configured: configured(answers({ rootless: true })) }, /rootless.*share/],
  ["no permission", { configured: configured({ state: "forbidden", why: "EACCES" }) }, /may not use it/],
  ["a stopped Docker", { stopped }, /does not run/],
  ["not root", { platform: { os: "linux", debian: true, root: false } }, /only root/],
  ["not Debian", { platform: { os: "linux", debian: false, root: true } }, /Debian/],
  ["macOS", { platform: { os: "darwin", debian: false, root: false } }, /no Docker engine/],
  ["another user's private engine", { own: { state: "forbidden", why: "EACCES" } }, /only root/],
] as [string, Partial<EngineProbe>, RegExp][])("%s is refused with a next step", (_, change, what) => {
  expect(decideEngine(probe(change))).toEqual({
    kind: "refuse",
    what: expect.stringMatching(what),
    next: expect.stringMatching(/\w/),
  });
});
