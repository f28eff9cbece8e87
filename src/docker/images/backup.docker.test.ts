import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const lean = ["--performance-schema=OFF", "--innodb-buffer-pool-size=32M", "--innodb-redo-log-capacity=16M"];
const rows = 5_000;

describe("backup takes MySQL's data to object storage and back", () => {
  const opened: Contract[] = [];
  let backup: TestContainer;
  let store: TestContainer;
  let account: Record<string, string>;

  const start = async (name: string, options: Parameters<Contract["start"]>[0]) => {
    const contract = await openContract(name);
    opened.push(contract);
    return contract.start(options);
  };
  const addressOf = async (server: TestContainer) =>
    (await server.exec(["sh", "-c", 'getent hosts "$(cat /etc/hostname)"'])).stdout.split(" ")[0]!;
  /** Runs in the backup container, where $database is the server and s3: the storage. */
  const sh = (command: string, more: Record<string, string> = {}) =>
    backup.exec(
      ["bash", "-eo", "pipefail", "-c", command],
      Object.entries({ ...account, ...more }).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    );
  async function must(command: string) {
    const { code, stdout, stderr } = await sh(command);
    if (code !== 0) throw new Error(`${command}: ${stderr}`);
    return stdout;
  }
  const sql = (statement: string) => must(`mysql -h$database -uroot -BN -e "${statement}"`);
  const checksum = () => sql("SELECT COUNT(*), SUM(CRC32(CONCAT(id, text))) FROM shop.orders");

  beforeAll(async () => {
    const [mysql, s3, client] = await Promise.all([
      start("mysql", { env: { MYSQL_ROOT_PASSWORD: "root's", MYSQL_DATABASE: "shop" }, command: lean }),
      start("s3", {
        env: { ROOT_ACCESS_KEY: "keeper", ROOT_SECRET_KEY: "keeper's" },
        flags: ["--volume", "/data", "--volume", "/meta"],
        command: ["posix", "--sidecar", "/meta", "/data"],
      }),
      start("backup", {}),
    ]);
    backup = client;
    store = s3;
    account = {
      database: await addressOf(mysql),
      MYSQL_PWD: "root's",
      AWS_ACCESS_KEY_ID: "keeper",
      AWS_SECRET_ACCESS_KEY: "keeper's",
      // what fails is to fail at once
      RCLONE_RETRIES: "1",
      RCLONE_LOW_LEVEL_RETRIES: "1",
      RCLONE_CONFIG_S3_ENDPOINT: `http://${await addressOf(s3)}:7070`,
    };
    await until("both answer", async () => {
      const tries = await Promise.all([sh("mysql -h$database -uroot -e 'SELECT 1'"), sh("rclone lsd s3:")]);
      return tries.every(({ code }) => code === 0);
    });
    await sql(`SET SESSION cte_max_recursion_depth = ${rows};
      CREATE TABLE shop.orders (id INT PRIMARY KEY, text VARCHAR(400));
      INSERT INTO shop.orders WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${rows})
      SELECT id, REPEAT(SHA2(id, 256), 6) FROM n`);
    await must("rclone mkdir s3:backups");
  });
  afterAll(() => Promise.all(opened.map((contract) => contract.close())));

  it("has nothing to configure but the endpoint and the keys, and says nothing of its own", async () => {
    expect(await sh("rclone listremotes")).toEqual({ code: 0, stdout: "s3:", stderr: "" });
  });

  it("restores a dump and what the binary log says since", async () => {
    // back into the server it came from: as new changes, not as those that it has made already
    const options = "--single-transaction --source-data=2 --flush-logs --set-gtid-purged=OFF";
    await must(
      `mysqldump -h$database -uroot ${options} shop | zstd -q | rclone rcat s3:backups/shop.sql.zst`,
    );
    const log = /SOURCE_LOG_FILE='([^']+)'/.exec(
      await must("rclone cat s3:backups/shop.sql.zst | zstd -dq | grep SOURCE_LOG_FILE"),
    )?.[1];
    expect(log).toBeTruthy();
    await sql("INSERT INTO shop.orders VALUES (0, 'after the dump')");
    const before = await checksum();
    await sql("FLUSH BINARY LOGS");
    await must(
      `cd /tmp && mysqlbinlog -h$database -uroot --read-from-remote-server --raw ${log} && rclone copy /tmp/${log} s3:backups/log`,
    );
    expect(await must("rclone lsf -R --files-only s3:backups | sort")).toBe(`log/${log}\nshop.sql.zst`);

    await sql("DROP TABLE shop.orders");
    await must("rclone cat s3:backups/shop.sql.zst | zstd -dq | mysql -h$database -uroot shop");
    expect(await sql("SELECT COUNT(*) FROM shop.orders")).toBe(`${rows}`);
    await must(
      `rm /tmp/${log} && rclone copy s3:backups/log /tmp && mysqlbinlog --skip-gtids /tmp/${log} | mysql -h$database -uroot`,
    );
    expect(await checksum()).toBe(before);
  });

  it("uploads in several parts what is large or of unknown length, and gets the same bytes back", async () => {
    const size = 12 * 2 ** 20;
    await must(`head -c ${size} /dev/urandom >/tmp/large && rclone rcat s3:backups/large </tmp/large`);
    expect(await must("rclone cat s3:backups/large | cmp - /tmp/large && echo same")).toBe("same");
    expect((await store.exec(["stat", "-c", "%s", "/data/backups/large"])).stdout).toBe(`${size}`);
  });

  it("is refused with a wrong secret, and with one that is not there", async () => {
    const wrong = await sh("rclone lsf s3:backups", { AWS_SECRET_ACCESS_KEY: "wrong" });
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toMatch(/403|SignatureDoesNotMatch/);
    const upload = await sh("echo x | rclone rcat s3:backups/x", { AWS_SECRET_ACCESS_KEY: "wrong" });
    expect(upload.code).not.toBe(0);
    expect((await must("rclone lsf s3:backups")).split("\n")).not.toContain("x");
  });
});
