import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, dockerCli, lab, startLab } from "./lab.ts";
import { until } from "./until.ts";

afterAll(async () => {
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

const asJson = (body: unknown, cookie = "") => ({
  method: "POST",
  headers: { "content-type": "application/json", accept: "application/json", cookie },
  body: JSON.stringify(body),
});

/** The stage while it is up, and somebody who asks for notifications. */
async function queueUp(words: string) {
  const up = await lab(["up", words, "--json", "--yes"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run, project, url } = JSON.parse(up.stdout) as { run: string; project: string; url: string };
  const cli = await dockerCli();
  const login = await fetch(
    new URL("/login", url),
    asJson({ name: "user0001", password: "stagecraft-demo" }),
  );
  const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return {
    run,
    /** What a command in a service's container said, and whether it succeeded. */
    inside(service: string, ...command: string[]) {
      const script = '"$@" 2>&1 || { echo; echo failed; }';
      const said = cli("exec", `${project}-${service}-1`, "bash", "-c", script, "word", ...command).trim();
      return { ok: !/(^|\n)failed$/.test(said), said };
    },
    logs: (service: string) => cli("logs", `${project}-${service}-1`),
    kill: (service: string) => cli("kill", `${project}-${service}-1`),
    start: (service: string) => cli("start", `${project}-${service}-1`),
    async ask(id: string) {
      const answer = await fetch(new URL("/notifications", url), asJson({ id, body: "x" }, cookie));
      return { status: answer.status, ...((await answer.json()) as { error?: string; message?: string }) };
    },
    async done(prefix: string) {
      const page = await fetch(new URL(`/notifications?prefix=${prefix}&limit=5000`, url));
      return ((await page.json()) as { ids: string[] }).ids;
    },
    down: () => lab(["down", "--run", run]),
  };
}

describe("a broker whose disk is full", () => {
  let site: Awaited<ReturnType<typeof queueUp>>;
  beforeAll(async () => {
    site = await queueUp("queue/small-disk");
  });
  afterAll(() => site.down());

  test("refuses jobs with a word, accepts none by halves, and goes on by itself when there is room", async () => {
    expect(await site.ask("disk-before-1")).toMatchObject({ status: 202 });
    const filling = startLab([
      "break",
      "broker-1",
      "disk-full",
      "--for",
      "25s",
      "--no-watch",
      "--run",
      site.run,
    ]);
    let n = 0;
    // Kafka notices when it writes
    await until(async () => (await site.ask(`disk-edge-${n++}`)).status === 503, "a job is refused");
    const refused = await site.ask("disk-refused-1");
    expect(refused).toMatchObject({ status: 503, error: "messages-unavailable" });
    expect(refused.message).toMatch(/^the message queue is not available: .*broker-1/);

    await until(() => !site.inside("broker-1", "broker").ok, "the broker says so itself");
    const { said } = site.inside("broker-1", "broker");
    expect(said).toMatch(/^broker-1: down, since its disk is full \(\/var\/lib\/kafka\/data: \d+ KiB free\)/);
    expect(said).toContain("make some, and it starts by itself");
    expect(site.logs("broker-1")).toContain("[supervised] broker-1: Kafka ended, since its disk is full");
    expect(site.inside("operator", "brokers")).toMatchObject({ ok: false });

    expect((await filling.ended).stderr).not.toMatch(/did not bite/);
    await until(async () => (await site.ask("disk-after-1")).status === 202, "a job is accepted", 60_000);
    expect(site.inside("broker-1", "broker").said).toMatch(/^broker-1: up, \d+ KiB free$/);
    expect(site.inside("operator", "brokers")).toMatchObject({ ok: true, said: "broker-1: up" });
    await until(async () => (await site.done("disk-after")).length > 0, "it is done", 60_000);
    expect(await site.done("disk-before")).toEqual(["disk-before-1"]);
    expect(await site.done("disk-refused")).toEqual([]);
  });
});

describe("three brokers", () => {
  let site: Awaited<ReturnType<typeof queueUp>>;
  beforeAll(async () => {
    site = await queueUp("queue");
  });
  afterAll(() => site.down());

  test("the operator's words tell what is so", async () => {
    expect(site.inside("operator", "brokers").said).toBe("broker-1: up\nbroker-2: up\nbroker-3: up");
    const asPlaced = () => site.inside("operator", "leaders").said.match(/led by broker-1, in sync: 1,2,3/g);
    await until(() => asPlaced()?.length === 4, "broker-1 leads, and all are in sync");
    for (let n = 0; n < 20; n++)
      expect(await site.ask(`words-${String(n).padStart(3, "0")}`)).toMatchObject({ status: 202 });
    // waits for what is on its way
    expect(await site.done("words-")).toHaveLength(20);
    expect(site.inside("operator", "lag").said).toBe("0");
    expect(site.inside("operator", "notifications").said).toMatch(
      /^sent: 20, of 20 jobs; sent again: 0\nwaiting: 0$/,
    );
    expect(site.inside("operator", "members", "6").said).toBe("4");
    expect(site.inside("operator", "members", "2").said).toBe("2");
    expect(site.inside("operator", "members", "4").said).toBe("4");
  });

  // one of them looks after the group, and another one does when it dies
  test.each(["broker-1", "broker-2", "broker-3"])(
    "%s dies: jobs are done and noted, and each partition has one reader",
    async (broker) => {
      site.kill(broker);
      const job = `death-of-${broker}-`;
      let n = 0;
      await until(async () => (await site.ask(`${job}${n++}`)).status === 202, "a job is accepted", 60_000);
      await until(async () => (await site.done(job)).length > 0, "a job is done", 60_000);
      const members = () =>
        site.inside("operator", "bash", "-c", ". /usr/local/lib/queue.sh; worker GET /members").said;
      const readers = () => (members().match(/\d+/g) ?? []).sort().join(" ");
      await until(() => readers() === "0 1 2 3", "each partition has one reader", 60_000).catch(() => {});
      expect(members()).toMatch(/^\{"members":/);
      expect(readers()).toBe("0 1 2 3");
      const lag = () => site.inside("operator", "lag").said;
      await until(() => lag() === "0", "the group notes what is done", 60_000).catch(() => {});
      expect(lag()).toBe("0");
      site.start(broker);
      const inSync = () => site.inside("operator", "leaders").said.match(/in sync: \d,\d,\d/g)?.length;
      await until(() => inSync() === 4, "all are in sync again", 60_000);
    },
  );
});
