// Does Kafka with acks=all lose an accepted job when the broker that leads dies?
// node bench/broker-kills.mjs [KILLS] [STAGE]: on a real stage (queue), so often: people ask for notifications without a
// pause, the followers stall, the leader is killed (SIGKILL of its container), the followers go on, a new one leads, jobs
// are accepted again, the old one comes back. In the end every accepted job is looked for among those that were done.
// Exits 1 when one is gone. STAGE queue/acks-1 shows what is lost when the leader alone accepts.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = dirname(import.meta.dirname);
const kills = Number(process.argv[2] ?? 20);
const stageName = process.argv[3] ?? "queue";
const lab = (...args) =>
  JSON.parse(
    execFileSync(join(root, "lab"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
const { cli, dockerHost } = lab("engine", "status", "--json");
const stage = lab("up", stageName, "--json", "--yes");
const docker = (...args) =>
  execFileSync(cli, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { DOCKER_HOST: dockerHost, PATH: process.env.PATH },
  });
const container = (service) => `${stage.project}-${service}-1`;
const url = (path) => new URL(path, stage.url);
const asJson = (body, cookie = "") => ({
  method: "POST",
  headers: { "content-type": "application/json", accept: "application/json", cookie },
  body: JSON.stringify(body),
});

async function until(holds, name, withinMs = 60_000) {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(100)) if (await holds()) return;
  throw new Error(`waited in vain: ${name}`);
}

/** Of each partition: its leader and how many are in sync; nothing while nobody can tell. */
function leaders() {
  try {
    const said = docker("exec", container("operator"), "leaders");
    return [...said.matchAll(/led by broker-(-?\d+), in sync: ([\d,]*)/g)].map(([, leader, inSync]) => ({
      leader,
      inSync: inSync.split(",").length,
    }));
  } catch {
    return [];
  }
}

const sent = () => Number(docker("exec", container("operator"), "sent"));

const login = await fetch(url("/login"), asJson({ name: "user0001", password: "stagecraft-demo" }));
const cookie = login.headers.getSetCookie()[0].split(";")[0];
const prefix = `kills${Date.now().toString(36)}`;
const accepted = new Map();
let round = 0;
let refused = 0;
let stopped = false;
let count = 0;
/** Asks again with the same id until somebody accepts: a repetition is no second job. */
async function ask() {
  while (!stopped) {
    const id = `${prefix}-${count++}`;
    for (let done = false; !done && !stopped; ) {
      const answer = await fetch(url("/notifications"), asJson({ id, body: "x" }, cookie)).catch(() => {});
      await answer?.arrayBuffer();
      done = answer?.status === 202;
      if (done) accepted.set(id, { round, at: Date.now() });
      else refused++;
    }
    await sleep(100);
  }
}

async function doneIds() {
  const ids = [];
  let after = 0;
  while (after !== null) {
    const page = await fetch(url(`/notifications?prefix=${prefix}&limit=5000&after=${after}`));
    const body = await page.json();
    ids.push(...body.ids);
    after = body.next;
  }
  return ids;
}

const rows = [];
let code = 1;
try {
  const people = [ask(), ask(), ask(), ask()];
  for (round = 1; round <= kills; round++) {
    await until(() => leaders().every(({ inSync }) => inSync === 3), "all brokers are in sync");
    const [before, done] = [accepted.size, sent()];
    await until(() => accepted.size >= before + 20, "jobs are accepted");
    const { leader } = leaders()[0];
    const others = ["1", "2", "3"].filter((one) => one !== leader).map((one) => container(`broker-${one}`));
    for (const other of others) docker("exec", other, "hold-back", "on");
    await sleep(500);
    const killed = Date.now();
    docker("kill", container(`broker-${leader}`));
    for (const other of others) docker("exec", other, "hold-back", "off");
    await until(
      () => leaders().some((one) => one.leader !== leader && one.leader !== "-1"),
      "another one leads",
    );
    const then = Date.now();
    await until(() => [...accepted.values()].some(({ at }) => at > then), "jobs are accepted again");
    const again = Math.min(...[...accepted.values()].map(({ at }) => at).filter((at) => at > killed + 500));
    await until(() => sent() > done + 20, "jobs are done again");
    rows.push({
      kill: round,
      "led by": `broker-${leader}`,
      "accepted again after s": (again - killed) / 1000,
    });
    docker("start", container(`broker-${leader}`));
    console.error(`kill ${round} of ${kills}: accepted again after ${(again - killed) / 1000} s`);
  }
  stopped = true;
  await Promise.all(people);
  let ids = [];
  // the list waits for what is on its way, some seconds each time
  for (let again = 0; again < 5; again++) {
    ids = await doneIds();
    if (new Set(ids).size >= accepted.size) break;
  }
  const there = new Set(ids);
  for (const row of rows) {
    const own = [...accepted].filter(([, one]) => one.round === row.kill).map(([id]) => id);
    row.accepted = own.length;
    row.lost = own.filter((id) => !there.has(id)).length;
  }
  console.table(rows);
  const sound = rows.filter(({ lost }) => lost === 0).length;
  console.log(`${stageName}: ${sound} of ${kills} kills lost no accepted job`);
  console.log(
    `accepted ${accepted.size}, done ${there.size}, done twice ${ids.length - there.size}, refused ${refused}`,
  );
  code = sound === kills ? 0 : 1;
} catch (thrown) {
  // accepted and left undone looks like lost: the queue's own count and the worker's last words tell which
  const looks = [
    ["exec", container("operator"), "lag"],
    ["inspect", "--format", "worker: {{json .State}}", container("worker")],
    ["logs", "--tail", "60", container("worker")],
  ];
  for (const look of looks) {
    try {
      console.log(docker(...look));
    } catch (why) {
      console.log(`${look[0]}: ${why.message}`);
    }
  }
  throw thrown;
} finally {
  stopped = true;
  execFileSync(join(root, "lab"), ["down", "--run", stage.run], { stdio: "ignore" });
}
process.exit(code);
