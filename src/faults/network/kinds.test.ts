import { describe, expect, test } from "vitest";
import { abilitiesBut } from "../testing/fake-engine.ts";
import { bandwidth } from "./bandwidth.ts";
import { latency } from "./latency.ts";
import { loss } from "./loss.ts";
import { partition } from "./partition.ts";
import { reset } from "./reset.ts";
import { rulesOf, trial } from "./testing.ts";

type Written = Record<string, string | number>;

const bites = async (fault: typeof latency, written: Written, seen: string) =>
  (await trial(fault, "app-1", written).look(seen)).bites;

describe("partition", () => {
  test("of one way leaves the other alone", async () => {
    const lines = async (direction: string) =>
      rulesOf((await trial(partition, "app-1", { direction }).inject()).told);
    expect((await lines("in")).join()).not.toMatch(/-out|OUTPUT/);
    expect((await lines("out")).join()).not.toMatch(/-in|INPUT/);
  });

  test("from some names each of them, on both ways", async () => {
    const { told, says } = await trial(partition, "app-1", { from: "db-1,lb-1" }).inject();
    const drops = rulesOf(told).filter((line) => line.endsWith("-j DROP"));
    expect(drops.map((line) => line.split(" ")[2])).toEqual(["-s", "-s", "-d", "-d"]);
    expect(says).toBe("cut app-1 off from db-1,lb-1");
  });

  test.each([
    ["3", true],
    ["0", false],
    ["", false],
  ])("packets dropped: %j -> %s", async (seen, there) => {
    expect(await bites(partition, {}, seen)).toBe(there);
  });
});

describe("latency", () => {
  test("queues what comes in, before the filter table, and lets it pass when nobody is at the queue", async () => {
    const { told, says } = await trial(latency, "app-1", { delay: "50ms", jitter: "5ms" }).inject();
    expect(rulesOf(told)).toEqual([
      "*mangle",
      ":SC-1a2b3c4d - [0:0]",
      "-I INPUT 1 ! -i lo -j SC-1a2b3c4d",
      `-A SC-1a2b3c4d -j NFQUEUE --queue-num ${told.QUEUE} --queue-bypass`,
      "COMMIT",
    ]);
    expect(told).toMatchObject({ DELAY_MS: "50", JITTER_MS: "5", COMMANDS: "" });
    expect(told.DAEMON).toContain("NetfilterQueue");
    expect(says).toContain("50 ms ± 5 ms on every round trip of app-1, by a packet queue");
  });

  test("takes the kernel's netem where there is one, with the fault's own handle", async () => {
    const { told, says } = await trial(latency, "app-1", { delay: "50ms" }, abilitiesBut()).inject();
    expect(told.COMMANDS).toContain(
      'tc qdisc add dev "$dev" root handle 1a2b: netem limit 100000 delay 50ms\n',
    );
    expect(told).toMatchObject({ RULES: "", DAEMON: "" });
    expect(says).toContain("by kernel netem");
  });

  test.each<[string, Written, string, boolean]>([
    ["all late", { delay: "50ms" }, "a 50.2\na 51\nb 50.1", true],
    ["one neighbour answers at once", { delay: "50ms" }, "a 50.2\nb 0.1\nb 51", false],
    ["nobody answers", { delay: "50ms" }, "", false],
    ["a slow machine", { delay: "50ms" }, "a 70\na 90", true],
    ["nothing, with as much jitter as delay", { delay: "50ms", jitter: "50ms" }, "a 0.1\na 0.2", false],
    ["spread, with as much jitter as delay", { delay: "50ms", jitter: "50ms" }, "a 3\na 95\na 41", true],
  ])("%s", async (_, written, seen, there) => {
    expect(await bites(latency, written, seen)).toBe(there);
  });

  test("a ping is waited for as long as it may take", async () => {
    const { told } = await trial(latency, "app-1", { delay: "300ms", jitter: "100ms" }).look("");
    expect(Number(told.WAIT)).toBeGreaterThan(0.4);
  });
});

describe("loss", () => {
  test("drops a share of what comes in", async () => {
    const { told, says } = await trial(loss, "app-1", { share: "7%" }).inject();
    expect(rulesOf(told)).toContain("-A SC-1a2b3c4d -m statistic --mode random --probability 0.07 -j DROP");
    expect(says).toBe("7 % of the packets that reach app-1 vanish");
  });

  test.each([
    ["500 50", true],
    ["500 30", true],
    ["500 0", false],
    ["500 5", false],
    ["500 500", false],
    ["0 0", false],
    ["", false],
  ])("10 %%, met and dropped: %j -> %s", async (seen, there) => {
    expect(await bites(loss, { share: "10%" }, seen)).toBe(there);
  });

  test.each([
    ["100%", 200],
    ["10%", 500],
    ["0.1%", 3000],
  ])("%s is looked at with a burst of %d", async (share, burst) => {
    expect((await trial(loss, "app-1", { share }).look("")).told.BURST).toBe(String(burst));
  });
});

describe("bandwidth", () => {
  const commands = async (written: Written) =>
    (await trial(bandwidth, "app-1", written).inject()).told.COMMANDS!;

  test("shapes both ways on each device, the way in on a device of its own", async () => {
    const lines = await commands({ rate: "10mbit" });
    const shaper = "root handle 1a2b: tbf rate 10000000bit burst 16384 latency 200ms";
    expect(lines).toContain(`tc qdisc add dev "$dev" ${shaper}`);
    expect(lines).toContain(`tc qdisc add dev sc-1a2b3c4d-$n ${shaper}`);
    expect(lines).toContain('redirect "$dev" sc-1a2b3c4d-$n');
  });

  test("a device's name fits what the kernel takes", () => {
    expect("sc-1a2b3c4d-99".length).toBeLessThanOrEqual(15);
  });

  test("of one way leaves the other alone", async () => {
    expect(await commands({ direction: "in" })).not.toContain('dev "$dev" root');
    expect(await commands({ direction: "out" })).not.toContain("type ifb");
  });

  // 10 Mbit/s for 0.1 s: 125,000 bytes and a burst of 16,384
  test.each([
    ["both held up, within the rate", "out 5 130000 0.1\nin 7 140000 0.1", true],
    ["more passed than the rate allows", "out 5 400000 0.1\nin 7 140000 0.1", false],
    ["nothing was held up", "out 0 130000 0.1\nin 7 140000 0.1", false],
    ["one way was not seen", "out 5 130000 0.1", false],
    ["one of two networks is free", "out 5 130000 0.1\nin 7 140000 0.1\nout 0 0 0.1\nin 0 0 0.1", false],
    ["nothing was seen", "", false],
  ])("%s", async (_, seen, there) => {
    expect(await bites(bandwidth, { rate: "10mbit" }, seen)).toBe(there);
  });

  test("the other way is not asked about", async () => {
    const { bites: there, told } = await trial(bandwidth, "app-1", { rate: "10mbit", direction: "out" }).look(
      "out 5 130000 0.1",
    );
    expect(there).toBe(true);
    expect(told).toMatchObject({ OUT: "yes", IN: "", HANDLE: "1a2b:", DEVICE: "sc-1a2b3c4d-" });
  });
});

describe("reset", () => {
  test("answers both ways, but not its own answers nor the loopback", async () => {
    const { told } = await trial(reset, "app-1").inject();
    expect(rulesOf(told)).toEqual([
      "*filter",
      ":SC-1a2b3c4d-in - [0:0]",
      ":SC-1a2b3c4d-out - [0:0]",
      "-I INPUT 1 ! -i lo -p tcp -j SC-1a2b3c4d-in",
      "-I OUTPUT 1 ! -o lo -p tcp -j SC-1a2b3c4d-out",
      "-A SC-1a2b3c4d-in -p tcp -m tcp ! --tcp-flags RST RST -j REJECT --reject-with tcp-reset",
      "-A SC-1a2b3c4d-out -p tcp -m tcp ! --tcp-flags RST RST -j REJECT --reject-with tcp-reset",
      "COMMIT",
    ]);
  });

  test("of a port is about that port of the server's own, and a share of its packets", async () => {
    const { told, says } = await trial(reset, "app-1", { port: 8080, share: "25%" }).inject();
    const rules = rulesOf(told).filter((line) => line.startsWith("-A"));
    expect(rules[0]).toContain(
      "--dport 8080 ! --tcp-flags RST RST -m statistic --mode random --probability 0.25",
    );
    expect(rules[1]).toContain(
      "--sport 8080 ! --tcp-flags RST RST -m statistic --mode random --probability 0.25",
    );
    expect(says).toBe("25 % of the packets of TCP port 8080 of app-1 are answered with a reset");
  });

  test.each<[Written, string, boolean]>([
    [{}, "10 10 10", true],
    [{}, "10 0 0", false],
    [{}, "10 10 0", false],
    [{}, "", false],
    [{ share: "10%" }, "100 7 7", true],
    [{ share: "10%" }, "100 1 1", false],
  ])("%j, sent, reset and counted: %j -> %s", async (written, seen, there) => {
    expect(await bites(reset, written, seen)).toBe(there);
  });
});
