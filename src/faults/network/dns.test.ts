import { expect, test } from "vitest";
import { dnsDown } from "./dns-down.ts";
import { dnsLie } from "./dns-lie.ts";
import { rulesOf, trial } from "./testing.ts";

test("down: answers of either protocol vanish, whatever port the engine's translation uses", async () => {
  const { told } = await trial(dnsDown, "app-1").inject();
  const rules = rulesOf(told).filter((line) => line.startsWith("-A"));
  expect(rules.map((line) => line.split(" ")[3])).toEqual(["udp", "tcp"]);
  for (const rule of rules) expect(rule).toContain("--ctorigdstport 53 --ctdir REPLY -j DROP");
});

test.each([
  ["silence", true],
  ["none", false],
  ["10.0.0.3", false],
  ["", false],
])("down: a look-up says %j -> %s", async (seen, there) => {
  const { bites: is, told } = await trial(dnsDown, "app-1").look(seen);
  expect(is).toBe(there);
  expect(told.NAME).toBe("app-1-host");
});

test("lie: answers go by a queue that knows the name and the address", async () => {
  const { told, says } = await trial(dnsLie, "app-1", { name: "db", address: "10.9.9.9" }).inject();
  expect(rulesOf(told)).toContain(
    `-A SC-1a2b3c4d -p udp -m conntrack --ctorigdstport 53 --ctdir REPLY -j NFQUEUE --queue-num ${told.QUEUE} --queue-bypass`,
  );
  expect(told).toMatchObject({ NAME: "db", ADDRESS: "10.9.9.9" });
  expect(says).toBe("app-1 is told that db is at 10.9.9.9");
});

test.each([
  ["192.0.2.1", true],
  ["10.0.0.3", false],
  ["silence", false],
  ["", false],
])("lie: a look-up says %j -> %s", async (seen, there) => {
  const { bites } = await trial(dnsLie, "app-1", { name: "db" }).look(seen);
  expect(bites).toBe(there);
});

test.each([
  { name: "db", address: "1.2.3" },
  { name: "db", address: "::1" },
  { name: "." },
  { name: "x".repeat(64) },
])("lie: %j is refused", async (written) => {
  const refused = { code: "usage", next: expect.stringMatching(/such as/) };
  await expect(dnsLie.plan(trial(dnsLie, "app-1", written).strike)).rejects.toMatchObject(refused);
});
