import { statfsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrokenStage, upForFaults } from "../../../test/broken-stage.ts";
import type { ActiveFault } from "../../model/ports.ts";

const { signal } = new AbortController();
const uploads = "/var/lib/commons/uploads";
let broken: BrokenStage;

beforeAll(async () => {
  broken = await upForFaults("scale-out");
});
afterAll(() => broken?.down());

async function inject(
  kind: string,
  target: string,
  params: Record<string, string | number> = {},
  ttlMs = 20_000,
): Promise<ActiveFault> {
  const order = { kind, target, params, ttlMs };
  await broken.port.prepare(broken.stage, order);
  const active = await broken.port.inject(broken.stage, order);
  expect(await active.prove(8000, signal)).toBe(true);
  return active;
}

async function end(active: ActiveFault): Promise<void> {
  await active.revert();
  expect(await active.healed(15_000, signal)).toBe(true);
  // a second time does no harm
  await active.revert();
  expect(await active.healed(15_000, signal)).toBe(true);
  expect(broken.room.journal.open().filter((one) => one.fault === active.id)).toEqual([]);
  expect(await broken.room.helpers.ofFault(active.id)).toEqual([]);
}

const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, broken.stage.url), init);

/** Sends a small image to one server, which the balancer hits at every other request. */
async function put(server: string, name: string): Promise<{ status: number; error?: string }> {
  for (let tries = 0; tries < 20; tries++) {
    const login = await ask("login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "user0001", password: "stagecraft-demo" }),
    });
    const cookie = login.headers.get("set-cookie")?.split(";")[0];
    if (login.headers.get("x-served-by") !== server || cookie === undefined) continue;
    for (let again = 0; again < 4; again++) {
      const answer = await ask(`uploads/${name}`, {
        method: "PUT",
        headers: { cookie },
        body: "x".repeat(5000),
      });
      const said = (await answer.json()) as { error?: string };
      if (answer.headers.get("x-served-by") === server) return { status: answer.status, ...said };
    }
  }
  throw new Error(`${server} was not reached`);
}

const inside = (service: string, ...command: string[]) =>
  broken.docker("exec", broken.container(service), ...command).trim();
const sql = (statement: string) =>
  inside(
    "db",
    "sh",
    "-c",
    `MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql -uroot -BN $MYSQL_DATABASE -e "${statement}"`,
  );
const filesOf = (service: string) => inside(service, "sh", "-c", `ls -A ${uploads} | xargs -n 1`);
const hostFree = () => {
  const disk = statfsSync(broken.docker("info", "--format", "{{.DockerRootDir}}").trim());
  return disk.bavail * disk.bsize;
};

describe("disk-full", () => {
  test("uploads to that server find no space, the other server's and the host's disk are left alone", async () => {
    expect(await put("app-1", "before.png")).toMatchObject({ status: 201 });
    const free = hostFree();
    const active = await inject("disk-full", "app-1");
    expect(Math.abs(hostFree() - free)).toBeLessThan(16 * 1024 ** 2);
    expect(await put("app-1", "during.png")).toMatchObject({ status: 507, error: "disk-full" });
    expect(await put("app-2", "during.png")).toMatchObject({ status: 201 });
    // what is given up meanwhile is taken, too
    inside("app-1", "rm", `${uploads}/before.png`);
    await expect.poll(() => active.verify()).toBe(true);
    await end(active);
    expect(await put("app-1", "after.png")).toMatchObject({ status: 201 });
    expect(filesOf("app-1")).toBe("after.png");
    expect(filesOf("app-2")).toBe("during.png");
  });

  test("ends by itself when its time is up", async () => {
    const active = await inject("disk-full", "app-1", {}, 2500);
    const file = `.stagecraft-${active.id}`;
    expect(filesOf("app-1")).toContain(file);
    await expect.poll(() => filesOf("app-1"), { timeout: 6000 }).not.toContain(file);
    expect(await put("app-1", "later.png")).toMatchObject({ status: 201 });
    await end(active);
  });

  test("a helper that is killed leaves its file to the undo", async () => {
    const active = await inject("disk-full", "app-1");
    for (const { id } of await broken.room.helpers.ofFault(active.id)) broken.docker("rm", "--force", id);
    expect(filesOf("app-1")).toContain(active.id);
    await end(active);
    expect(filesOf("app-1")).not.toContain(active.id);
  });

  test("what is on a server's disk outlives its process", () => {
    inside("app-1", "touch", `${uploads}/kept.png`);
    broken.docker("kill", broken.container("app-1"));
    broken.docker("start", broken.container("app-1"));
    expect(filesOf("app-1")).toContain("kept.png");
  });

  test("a server without a disk of its own is refused, with those that have one", async () => {
    const order = { kind: "disk-full", target: "db-1", params: {}, ttlMs: 1000 };
    const refused = { code: "fault", next: "servers that have one: app-1, app-2" };
    await expect(broken.port.prepare(broken.stage, order)).rejects.toMatchObject(refused);
    await expect(broken.port.inject(broken.stage, order)).rejects.toMatchObject(refused);
  });

  test("a disk that is the host's is not filled", async () => {
    const servers = broken.stage.servers.map((server) =>
      server.name === "db-1" ? { ...server, disk: { service: "db", path: "/var/lib/mysql" } } : server,
    );
    const order = { kind: "disk-full", target: "db-1", params: {}, ttlMs: 1000 };
    const stage = { ...broken.stage, servers };
    await expect(broken.port.inject(stage, order)).rejects.toMatchObject({
      code: "fault",
      message: expect.stringContaining("would fill the host's disk"),
    });
    expect(inside("db", "ls", "-A", "/var/lib/mysql")).not.toContain(".stagecraft");
  });
});

describe("slow-query", () => {
  const marked = (id: string) =>
    Number(
      sql(`SELECT COUNT(*) FROM information_schema.processlist WHERE INFO LIKE CONCAT('%craft ', '${id}%')`),
    );
  // a dead one that nobody waited for would be listed, too
  const clients = () =>
    broken.docker("top", broken.container("db"), "-eo", "pid,stat,comm").match(/^ *\d+ +\S+ +mysql\b.*$/gm);

  test("the database lists its sessions until they are ended; no process stays behind", async () => {
    const active = await inject("slow-query", "db-1", { sessions: 3 });
    expect(marked(active.id)).toBe(3);
    expect(clients()).toHaveLength(3);
    await end(active);
    expect(marked(active.id)).toBe(0);
    await expect.poll(clients).toBeNull();
    expect((await ask("feed")).status).toBe(200);
  });

  test("the database itself ends it when its time is up", async () => {
    const active = await inject("slow-query", "db-1", { statement: "SELECT SLEEP(100)" }, 2000);
    await expect.poll(() => marked(active.id), { timeout: 6000 }).toBe(0);
    await expect.poll(clients).toBeNull();
    await end(active);
  });

  test("a target without a database is refused, with those that have one", async () => {
    const order = { kind: "slow-query", target: "app-1", params: {}, ttlMs: 1000 };
    await expect(broken.port.prepare(broken.stage, order)).rejects.toMatchObject({
      code: "fault",
      message: "no database runs on app-1",
      next: "servers that run one: db-1",
    });
  });
});

describe("operator-error", () => {
  test("a table is away, and comes back with all its rows", async () => {
    const rows = sql("SELECT COUNT(*) FROM posts");
    const active = await inject("operator-error", "db-1");
    expect((await ask("feed")).status).toBe(503);
    await end(active);
    expect((await ask("feed")).status).toBe(200);
    expect(sql("SELECT COUNT(*) FROM posts")).toBe(rows);
    expect(sql("SHOW TABLES")).not.toContain("_lost_");
  });

  test("a table that was made meanwhile is not overwritten: the fault stays open until there is room", async () => {
    const active = await inject("operator-error", "db-1", { table: "likes" });
    sql("CREATE TABLE likes (x INT)");
    await active.revert();
    expect(await active.healed(500, signal)).toBe(false);
    sql("DROP TABLE likes");
    await end(active);
  });

  test("a statement is undone once, by its undo", async () => {
    const views = () => sql("SELECT COUNT(*) FROM site_meta WHERE name = 'slip'");
    const active = await inject("operator-error", "db", {
      statement: "INSERT INTO site_meta (name, value) VALUES ('slip', ';')",
      undo: "DELETE FROM site_meta WHERE name = 'slip'",
    });
    expect(views()).toBe("1");
    await end(active);
    expect(views()).toBe("0");
    sql("INSERT INTO site_meta (name, value) VALUES ('slip', 'by somebody else')");
    await active.revert();
    expect(views()).toBe("1");
    expect(inside("db", "sh", "-c", "ls -A /tmp")).not.toContain("stagecraft");
  });

  test("damage that is meant to stay stays", async () => {
    const active = await inject("operator-error", "db-1", {
      statement: "DELETE FROM site_meta WHERE name = 'slip'",
      undo: "none",
    });
    expect(active.detail).toContain("the damage is meant to stay");
    await end(active);
    expect(sql("SELECT COUNT(*) FROM site_meta WHERE name = 'slip'")).toBe("0");
  });

  test("a statement that fails is told in the database's words, and nothing stays open", async () => {
    const params = { statement: "DELETE FROM nowhere", undo: "DELETE FROM likes" };
    const order = { kind: "operator-error", target: "db-1", params, ttlMs: 1000 };
    const likes = sql("SELECT COUNT(*) FROM likes");
    await expect(broken.port.inject(broken.stage, order)).rejects.toMatchObject({
      code: "fault",
      message: expect.stringContaining("Table 'stagecraft.nowhere' doesn't exist"),
    });
    expect(broken.room.journal.open()).toEqual([]);
    expect(sql("SELECT COUNT(*) FROM likes")).toBe(likes);
  });
});

describe("traffic-spike", () => {
  /** Requests that the balancer has been asked for since it started. */
  const requests = () => {
    const stats = inside(
      "lb",
      "bash",
      "-c",
      'exec 3<>/dev/tcp/127.0.0.1/8404 && printf "GET /stats;csv HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3',
    ).split("\n");
    const names = stats
      .find((line) => line.startsWith("# "))!
      .slice(2)
      .split(",");
    const web = stats.find((line) => line.startsWith("web,FRONTEND,"))!.split(",");
    return Number(web[names.indexOf("req_tot")]);
  };

  test("its requests reach the entry, from a client with the clients' share of the cores, until it is taken away", async () => {
    const before = requests();
    const active = await inject("traffic-spike", "lb-1", { rate: 200, path: "/healthz" });
    await expect.poll(requests, { timeout: 8000 }).toBeGreaterThan(before + 300);
    const [helper] = await broken.room.helpers.ofFault(active.id);
    const cpus = broken.docker("inspect", "--format", "{{.HostConfig.NanoCpus}}", helper!.id).trim();
    expect(Number(cpus)).toBe(broken.stage.clientCpus * 1e9);
    await end(active);
    const after = requests();
    expect(requests()).toBe(after);
  });

  test("ends by itself when its time is up", async () => {
    const active = await inject("traffic-spike", "lb-1", { rate: 50, path: "/healthz" }, 2500);
    const runs = async () => (await broken.room.helpers.ofFault(active.id)).some((one) => one.running);
    await expect.poll(runs, { timeout: 8000 }).toBe(false);
    await end(active);
  });
});
