import { expect, test } from "vitest";
import { cleaningLines } from "./firewall.ts";

const none = new Set<string>();

test("takes out the engine's jumps, bridge rules and chains, and nothing else", () => {
  const listed = [
    "-P FORWARD DROP",
    "-N DOCKER",
    "-N DOCKER-USER",
    "-N MINE",
    "-A FORWARD -j DOCKER-USER",
    "-A FORWARD -i wg0 -j MINE",
    "-A POSTROUTING -s 172.28.0.0/26 ! -o docker0 -j MASQUERADE",
    "-A POSTROUTING -s 172.28.0.64/26 ! -o br-0123456789ab -j MASQUERADE",
    "-A POSTROUTING -s 10.0.0.0/8 -o br-lan -j MASQUERADE",
    "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
    "-A DOCKER -i docker0 -j RETURN",
    '-A MINE -m comment --comment "not for DOCKER" -j ACCEPT',
  ];
  expect(cleaningLines(listed, none)).toEqual([
    "-D FORWARD -j DOCKER-USER",
    "-D POSTROUTING -s 172.28.0.0/26 ! -o docker0 -j MASQUERADE",
    "-D POSTROUTING -s 172.28.0.64/26 ! -o br-0123456789ab -j MASQUERADE",
    "-D OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
    "-F DOCKER",
    "-F DOCKER-USER",
    "-X DOCKER",
    "-X DOCKER-USER",
  ]);
});

test("takes out the guards of ports published on loopback", () => {
  const guard = "-A PREROUTING -d 127.0.0.1/32 ! -i lo -p tcp -m tcp --dport 32768 -j DROP";
  const users = "-A PREROUTING -d 127.0.0.1/32 ! -i lo -p tcp -j DROP";
  expect(cleaningLines([guard, users], none)).toEqual([guard.replace("-A", "-D")]);
});

test("a chain that was there before stays, with the jump to it", () => {
  const listed = ["-N DOCKER-USER", "-A FORWARD -j DOCKER-USER", "-A DOCKER-USER -s 10.1.0.0/16 -j DROP"];
  expect(cleaningLines(listed, new Set(["DOCKER-USER"]))).toEqual([]);
});

test("a host without an engine's rules needs nothing", () => {
  expect(cleaningLines(["-P FORWARD ACCEPT", "-A INPUT -i lo -j ACCEPT"], none)).toEqual([]);
});
