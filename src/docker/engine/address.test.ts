import { expect, test } from "vitest";
import { addressText, isLocal, parseAddress, shown } from "./address.ts";

test.each([
  ["unix:///run/x.sock", "unix:///run/x.sock"],
  ["unix:///run//x y.sock", "unix:///run/x y.sock"],
  ["unix://", "unix:///var/run/docker.sock"],
  ["npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine"],
  ["tcp://127.0.0.1", "tcp://127.0.0.1:2375"],
  ["tcp://127.0.0.1:80", "tcp://127.0.0.1:80"],
  ["tcp://127.0.0.1:4000/", "tcp://127.0.0.1:4000"],
  ["tcp://[::1]", "tcp://[::1]:2375"],
  ["tcp://[::1]:4000", "tcp://[::1]:4000"],
  ["tcp://", "tcp://localhost:2375"],
  ["tcp://:4000", "tcp://localhost:4000"],
  ["tcp://LOCALHOST", "tcp://localhost:2375"],
  ["127.0.0.1:4000", "tcp://127.0.0.1:4000"],
  ["localhost", "tcp://localhost:2375"],
  [" unix:///run/x.sock\n", "unix:///run/x.sock"],
  ["ssh://me@there", "ssh://me@there"],
])("%j is written %s, which reads the same again", (written, text) => {
  const address = parseAddress(written);
  if (address.kind === "bad") throw new Error(address.why);
  expect(addressText(address)).toBe(text);
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  ["", /empty/, "unix:///var/run/docker.sock"],
  ["  ", /empty/, "unix:///var/run/docker.sock"],
  ["/var/run/docker.sock", /a path, not an address/, "unix:///var/run/docker.sock"],
  ["\\\\.\\pipe\\docker_engine", /a path, not an address/, "npipe:////./pipe/docker_engine"],
  ["unix://run/docker.sock", /must be absolute/, "unix:///run/docker.sock"],
  ["unix:/run/docker.sock", /no address of an engine/, "unix:///var/run/docker.sock"],
  ["nonsense", /no address of an engine/, "unix:///var/run/docker.sock"],
  ["UNIX:///run/x.sock", /no such kind/, "unix:///var/run/docker.sock"],
  ["ftp://127.0.0.1", /no such kind/, "unix:///var/run/docker.sock"],
  ["fd://", /for the engine itself/, "unix:///var/run/docker.sock"],
  ["http://127.0.0.1:2375", /no http/, "tcp://127.0.0.1:2375"],
  ["http://", /no http/, "tcp://localhost:2375"],
  ["https://127.0.0.1:2376", /TLS/, "unix:///var/run/docker.sock"],
  ["tcp://::1", /brackets/, "tcp://[::1]:2375"],
  ["tcp://127.0.0.1:0", /no such port/, "tcp://127.0.0.1:2375"],
  ["tcp://127.0.0.1:65536", /no such port/, "tcp://127.0.0.1:2375"],
  ["tcp://127.0.0.1:x", /no host and port/, "tcp://127.0.0.1:2375"],
  ["tcp://me@127.0.0.1:1", /no host and port/, "tcp://127.0.0.1:2375"],
  ["tcp://127.0.0.1:4000/prefix", /behind a path/, "tcp://127.0.0.1:4000"],
])("%j is refused with what to write", (written, why, write) => {
  expect(parseAddress(written)).toEqual({ kind: "bad", why: expect.stringMatching(why), write });
  expect(isLocal(written)).toBe(false);
  expect(parseAddress(write).kind).not.toBe("bad");
});

test.each([
  ["unix:///x.sock", true],
  ["npipe:////./pipe/docker_engine", true],
  ["tcp://127.0.0.1:2375", true],
  ["tcp://127.0.0.1", true],
  ["tcp://[::1]:2375", true],
  ["tcp://localhost", true],
  ["tcp://", true],
  ["tcp://localhost.example.org:2375", false],
  ["tcp://127.0.0.1.example.org", false],
  ["tcp://192.168.0.4:2375", false],
  ["192.168.0.4:2375", false],
  ["ssh://localhost", false],
])("%s is local: %s", (address, local) => {
  expect(isLocal(address)).toBe(local);
});

test("what is shown of an address cannot write over the terminal", () => {
  expect(shown("unix:///x\u001b[2J\n")).toBe("unix:///x?[2J?");
  expect(shown("x".repeat(500))).toHaveLength(101);
});
