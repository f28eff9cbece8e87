import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

/** Small and quick, for servers that only have to start. */
const lean = ["--performance-schema=OFF", "--innodb-buffer-pool-size=32M", "--innodb-redo-log-capacity=16M"];
const rootPassword = `ro"ot\\'s`;

/** A zstd frame that holds the text as it is (RFC 8878: single segment, one raw last block). */
function zstd(text: string): Buffer {
  const size = Buffer.byteLength(text);
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, size, 1 | ((size << 3) & 0xff), size >> 5, 0]);
  return Buffer.concat([header, Buffer.from(text)]);
}

const step = (name: string) => `INSERT INTO steps (name) VALUES ('${name}');\n`;

async function query(server: TestContainer, account: { user: string; password: string }, sql: string) {
  const ended = await server.exec(
    ["mysql", "-h127.0.0.1", `-u${account.user}`, "--skip-column-names", "--batch", "-e", sql],
    ["--env", `MYSQL_PWD=${account.password}`],
  );
  return { code: ended.code, rows: ended.stdout.split("\n"), stderr: ended.stderr };
}

const root = { user: "root", password: rootPassword };
const member = { user: "member", password: "from a file" };

/** By TCP, which the first start's temporary server does not have. */
const answers = (server: TestContainer, account: { user: string; password: string }) => async () =>
  (await query(server, account, "SELECT 1")).code === 0;

describe("mysql keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;

  beforeAll(async () => {
    contract = await openContract("mysql");
    server = await contract.start({
      env: {
        MYSQL_ROOT_PASSWORD_FILE: "/run/root-password",
        MYSQL_DATABASE: "shop_1",
        MYSQL_USER: member.user,
        MYSQL_PASSWORD_FILE: "/run/member-password",
      },
      files: {
        "/run/root-password": { text: rootPassword },
        "/run/member-password": { text: `${member.password}\n` },
        "/etc/mysql/conf.d/contract.cnf": { text: "[mysqld]\nmax_connections=77\n" },
        "/docker-entrypoint-initdb.d/1-run.sh": {
          text: '#!/bin/bash\necho "$MYSQL_DATABASE $$" >>/tmp/init-ran\n',
          mode: 0o755,
        },
        "/docker-entrypoint-initdb.d/2-plain.sql": {
          text: `CREATE TABLE steps (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20));\n${step("plain")}`,
        },
        "/docker-entrypoint-initdb.d/3-packed.sql.gz": { text: gzipSync(step("gzip")) },
        "/docker-entrypoint-initdb.d/4-packed.sql.zst": { text: zstd(step("zstd")) },
        "/docker-entrypoint-initdb.d/5-sourced.sh": {
          text: `docker_process_sql <<'SQL'\n${step("sourced")}SQL\n`,
        },
      },
      command: ["--max-allowed-packet=8M", "--character-set-server=latin1"],
    });
    await until("the first start is done", answers(server, root));
  });
  afterAll(() => contract?.close());

  it("takes passwords from files, lets the user into the database only", async () => {
    expect((await query(server, member, "SHOW DATABASES")).rows).toEqual([
      "information_schema",
      "performance_schema",
      "shop_1",
    ]);
    expect((await query(server, { ...member, password: "wrong" }, "SELECT 1")).code).toBe(1);
    expect((await query(server, { ...root, password: "" }, "SELECT 1")).code).toBe(1);
    const hosts = await query(server, root, "SELECT host FROM mysql.user WHERE user = 'root' ORDER BY host");
    expect(hosts.rows).toEqual(["%", "localhost"]);
  });

  it("runs the init files in order: .sh executed or sourced, .sql, .sql.gz, .sql.zst", async () => {
    const { rows } = await query(server, member, "SELECT name FROM shop_1.steps ORDER BY id");
    expect(rows).toEqual(["plain", "gzip", "zstd", "sourced"]);
    expect((await server.exec(["cat", "/tmp/init-ran"])).stdout).toMatch(/^shop_1 \d+$/);
  });

  it("reads conf.d and takes arguments that start with a dash", async () => {
    const { rows } = await query(
      server,
      root,
      "SELECT @@max_connections, @@max_allowed_packet, @@character_set_server, @@datadir",
    );
    expect(rows).toEqual(["77\t8388608\tlatin1\t/var/lib/mysql/"]);
  });

  it("knows time zones by name", async () => {
    const { rows } = await query(
      server,
      root,
      "SELECT CONVERT_TZ('2026-01-01 00:00:00', 'UTC', 'Asia/Seoul')",
    );
    expect(rows).toEqual(["2026-01-01 09:00:00"]);
  });

  it("is PID 1 as user 999, on 3306, with the data in a volume", async () => {
    const identity = await server.exec([
      "sh",
      "-c",
      "cat /proc/1/comm; awk '/^Uid/{print $2}' /proc/1/status; stat -c %u /var/lib/mysql",
    ]);
    expect(identity.stdout.split("\n")).toEqual(["mysqld", "999", "999"]);
    expect(await contract.inspect("{{json .Config.Volumes}}")).toBe('{"/var/lib/mysql":{}}');
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toContain('"3306/tcp"');
  });

  it("exits 0 on SIGTERM; the second start keeps the data and does not run the init files again", async () => {
    expect((await query(server, member, `USE shop_1; ${step("later")}`)).code).toBe(0);
    expect(await server.stop()).toBe(0);
    await server.start();
    await until("the second start is done", answers(server, root));
    const { rows } = await query(server, member, "SELECT name FROM shop_1.steps ORDER BY id");
    expect(rows).toEqual(["plain", "gzip", "zstd", "sourced", "later"]);
    expect((await server.exec(["cat", "/tmp/init-ran"])).stdout.split("\n")).toHaveLength(1);
  });
});

describe("mysql's root password", () => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await openContract("mysql");
  });
  afterAll(() => contract?.close());

  it.each([
    ["none at all", {}, /MYSQL_RANDOM_ROOT_PASSWORD/],
    [
      "a variable and its file",
      { MYSQL_ROOT_PASSWORD: "a", MYSQL_ROOT_PASSWORD_FILE: "/etc/hostname" },
      /MYSQL_ROOT_PASSWORD_FILE/,
    ],
    [
      "root as the user to make",
      { MYSQL_ROOT_PASSWORD: "a", MYSQL_USER: "root", MYSQL_PASSWORD: "b" },
      /MYSQL_USER/,
    ],
  ])("%s is refused", async (_, env, message) => {
    const ended = await contract.run({ env });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).toMatch(message);
  });

  it("may be empty, if that is said, and random, if it is printed", async () => {
    const [empty, random] = await Promise.all([
      contract.start({ env: { MYSQL_ALLOW_EMPTY_PASSWORD: "yes" }, command: lean }),
      contract.start({ env: { MYSQL_RANDOM_ROOT_PASSWORD: "yes" }, command: ["mysqld", ...lean] }),
    ]);
    await until("the empty password opens", answers(empty, { user: "root", password: "" }));
    let printed: string | undefined;
    await until("the random password opens", async () => {
      const { stdout, stderr } = await random.logs();
      printed = /GENERATED ROOT PASSWORD: (\S+)/.exec(stdout + stderr)?.[1];
      return printed !== undefined && answers(random, { user: "root", password: printed })();
    });
    expect(printed!.length).toBeGreaterThan(15);
    expect((await query(random, { user: "root", password: "" }, "SELECT 1")).code).toBe(1);
  });

  it("is not needed for --version or another command", async () => {
    expect((await contract.run({ command: ["--version"] })).stdout).toMatch(/Ver 9\.7\.\d+/);
    expect((await contract.run({ command: ["echo", "hello"] })).stdout).toBe("hello");
  });

  // The official image takes a data directory that holds the folder mysql for a finished one, whatever happened.
  it("a first start that was killed half-way does not count as done (ours), or does (official)", async () => {
    const wait = "#!/bin/bash\nwhile [ ! -e /go-on ]; do sleep 0.1; done\n";
    const server = await contract.start({
      env: { MYSQL_ALLOW_EMPTY_PASSWORD: "yes", MYSQL_DATABASE: "shop" },
      files: {
        "/docker-entrypoint-initdb.d/1.sql": { text: "CREATE TABLE first (id INT);\n" },
        "/docker-entrypoint-initdb.d/2.sh": { text: wait, mode: 0o755 },
        "/docker-entrypoint-initdb.d/3.sql": { text: "CREATE TABLE last (id INT);\n" },
      },
      command: lean,
    });
    await until("the init waits in its second file", async () => {
      const { stdout, stderr } = await server.logs();
      return /initdb\.d\/2\.sh/.test(stdout + stderr);
    });
    await server.signal("KILL");
    await server.ended();
    await server.put({ "/go-on": { text: "" } });
    await server.start();
    const account = { user: "root", password: "" };
    await until("the next start is done", answers(server, account));
    const { rows } = await query(server, account, "SHOW TABLES FROM shop");
    expect(rows).toEqual(contract.official ? ["first"] : ["first", "last"]);
  });
});
