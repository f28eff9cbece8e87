import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackupSite, backupUp } from "./backup-site.ts";
import { audit, lab } from "./lab.ts";

afterAll(async () => {
  await lab(["clean"]);
  expect(await audit()).toEqual([]);
});

const newest = "cat /backups/dumps/newest";
const inCloud = "rclone lsf -R --files-only s3:site/dumps | sort";

describe("a site with a schedule", () => {
  let site: BackupSite;
  beforeAll(async () => {
    site = await backupUp("backup");
  });
  afterAll(() => site.down());

  test("the schedule has dumped and ships by itself, near and far", async () => {
    // a line for the web server's log
    expect((await fetch(new URL("/feed", site.url))).status).toBe(200);
    expect(site.must("backup-1", "backups")).toMatch(/^here: (\S+-db-1), .*\nin the cloud: \1/);
    const shipped = () => site.must("backup-1", "rclone lsf -R --files-only s3:site");
    await expect
      .poll(shipped, { timeout: 30_000 })
      .toMatch(/logs\/[^/]+-db-1\/binlog\.\d+[\s\S]*uploads\/seed-1\.png[\s\S]*weblogs\/access\.log\.0+$/);
    expect(site.must("backup-1", "schedule log")).toMatch(/ship: done: shipped \d+ logs of db-1/);
    site.must("backup-1", "schedule off");
  });

  test("object storage out of reach in the middle of a backup: told, and the old backup stays, near and far", async () => {
    site.must("operator", "fill 6");
    // the new table is in the logs there, however early the cut comes
    site.must("backup-1", "ship");
    const before = {
      cloud: site.must("backup-1", inCloud),
      name: site.must("backup-1", "rclone cat s3:site/dumps/newest"),
    };
    const local = site.must("backup-1", "backup local").split(":")[0];
    site.must("line", "(sleep 2; line down) >/dev/null 2>&1 &");
    const cut = site.run("backup-1", "backup cloud");
    expect(cut.ok).toBe(false);
    expect(cut.said).toContain(`the object storage at http://line:7070 took no copy of ${local}`);
    expect(cut.said).toContain(`The newest one there stays ${before.name}`);
    expect(cut.said).toMatch(/Try again when that is mended: backup cloud$/);
    // from the beginning, too: no address answers
    expect(site.run("backup-1", "ship")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/^the object storage at .* took nothing \(.*\): it is all on this server/),
    });
    expect(site.run("backup-1", "restore cloud --drill")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/cannot be reached .*: nothing was changed$/),
    });
    site.must("line", "line up");
    expect(site.must("backup-1", inCloud)).toBe(before.cloud);
    expect(site.must("backup-1", "rclone cat s3:site/dumps/newest")).toBe(before.name);
    expect(site.must("backup-1", "verify-backup cloud")).toContain(before.name);
    // what could not go goes with the next one
    site.must("backup-1", "backup cloud");
    expect(site.must("backup-1", "rclone cat s3:site/dumps/newest")).toBe(local);
  });

  test("a dump that breaks off is told, and the one before it stays", () => {
    const before = site.must("backup-1", newest);
    const { ok, said } = site.run("backup-1", "disturbed backup local");
    expect(ok).toBe(false);
    expect(said).toMatch(/no backup was made: the dump of db-1 broke off \(.*(Lost connection|killed).*\)/i);
    expect(said).toContain(`The newest one here stays ${before}`);
    expect(site.must("backup-1", newest)).toBe(before);
    expect(site.run("backup-1", "ls -d /backups/.making").ok).toBe(false);
    expect(site.must("backup-1", "verify-backup local")).toMatch(/verified: \d+ tables, \d+ posts$/);
  });

  test("a backup that was damaged where it lies is found out before anything is touched", () => {
    site.must("operator", "fill 0");
    site.must("backup-1", "backup local && backup cloud");
    const there = `/data/site/dumps/${site.must("backup-1", newest)}/dump.sql.zst`;
    site.must("s3", `printf rot | dd of=${there} bs=1 seek=5000 conv=notrunc status=none`);
    const { ok, said } = site.run("backup-1", "verify-backup cloud");
    expect(ok).toBe(false);
    expect(said).toMatch(/does not restore: .*(damaged|could not be fetched).*nothing was changed/);
    site.must("backup-1", "verify-backup local");
    site.must("backup-1", "sleep 1; backup local && backup cloud && verify-backup cloud");
  });

  test("a table that was dropped comes back as of the moment before, and not at all when that is not in the logs", () => {
    site.must("operator", "write 2");
    const posts = site.must("operator", "rows db-1 posts");
    expect(site.run("backup-1", "restore local --before 'drop table posts' --drill")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/is in none of the logs .*: nothing was changed/),
    });
    site.must("operator", "slip");
    expect(site.run("operator", "sleep 1; rows db-2 posts").ok).toBe(false);
    expect(site.run("backup-1", "ship && restore local")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/db-1 still takes writes, and they would be lost/),
    });
    site.must("backup-1", "restore local --before 'drop table posts' --drill");
    expect(site.must("operator", "rows db-3 posts")).toBe(posts);
    site.must("backup-1", "bring-back posts");
    expect(site.must("operator", "rows db-1 posts")).toBe(posts);
    expect(site.must("operator", "lost")).toBe("0");
  });

  test("up to a moment: what came later is not there", () => {
    site.must("backup-1", "sleep 1; backup local");
    const before = site.must("operator", "rows db-1 posts");
    const moment = site.must("backup-1", "sleep 2; date -u '+%F %T'");
    site.must("operator", "sleep 1; write 2");
    site.must("backup-1", `ship && restore local --until '${moment}' --drill`);
    expect(site.must("operator", "rows db-3 posts")).toBe(before);
    site.must("backup-1", "restore local --drill");
    expect(site.must("operator", "rows db-3 posts")).toBe(site.must("operator", "rows db-1 posts"));
  });

  test("the schedule follows a promotion with a dump of its own", async () => {
    site.must("backup-1", "schedule on");
    site.must("db-1", "wipe");
    expect(site.must("operator", "promote")).toContain("db-2 is the primary");
    await expect
      .poll(() => site.must("backup-1", "backups"), { timeout: 60_000 })
      .toMatch(/here: (\S+-db-2), .*\nin the cloud: \1/);
  });

  test("the building is lost: the cloud has it, and the site goes on on the spare machine", async () => {
    await expect
      .poll(() => site.must("backup-1", "backups"), { timeout: 30_000 })
      .toMatch(/[1-9]\d* logs since/);
    site.must("db-2", "wipe");
    site.must("backup-1", "find /backups -mindepth 1 -delete");
    site.must("app-1", "find /var/lib/commons/uploads -mindepth 1 -delete");
    expect(site.run("backup-1", "backup local")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/there is no primary to dump/),
    });
    expect(site.run("backup-1", "restore local")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/no backup on this server's disk.*restore cloud\?/),
    });
    expect(site.must("backup-1", "restore cloud")).toMatch(/on db-3, now the primary$/);
    expect(site.must("backup-1", "restore-files cloud")).toMatch(/^20 images/);
    await expect
      .poll(async () => (await fetch(new URL("/posts/seed-000001", site.url))).status, { timeout: 30_000 })
      .toBe(200);
    expect((await fetch(new URL("/uploads/seed-1.png", site.url))).status).toBe(200);
    // the new site backs itself up, and what saved it is not thrown away for that
    await expect
      .poll(() => site.must("backup-1", "backups"), { timeout: 60_000 })
      .toMatch(/in the cloud: \S+-db-3/);
    expect(site.must("backup-1", inCloud)).toMatch(/-db-2\/dump\.sql\.zst/);
  });
});

describe("one line in a crontab", () => {
  let site: BackupSite;
  beforeAll(async () => {
    site = await backupUp("backup/crontab");
  });
  afterAll(() => site.down());

  test("a dump that breaks off takes the good one's place in silence, and only a restore shows it", () => {
    expect(site.must("backup-1", "verify-backup local")).toMatch(/verified: /);
    site.must("operator", "fill 4");
    expect(site.must("backup-1", "disturbed backup local")).toBe("");
    const { ok, said } = site.run("backup-1", "verify-backup local");
    expect(ok).toBe(false);
    expect(said).toMatch(/ends in the middle: it is half a backup.*tables that it lacks: .*posts/);
    expect(site.run("backup-1", "restore cloud")).toMatchObject({
      ok: false,
      said: expect.stringMatching(/the object storage has no backup, or cannot be reached/),
    });
  });
});
