import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config.ts";
import { createRouter } from "../http/routes.ts";
import { createHttpServer } from "../http/server.ts";
import { connectAdmin, type KafkaAdmin } from "../messages/kafka-admin.ts";
import { joinGroup } from "../messages/kafka-reader.ts";
import type { Received } from "../messages/message.ts";
import { workerRoutes } from "../pages/worker.ts";
import { patiently } from "../patiently.ts";
import { DatabaseUnavailable } from "../store/database.ts";
import { createNotifications } from "../store/notifications.ts";
import { createDatabases } from "../store/servers/databases.ts";
import { type Job, readJob } from "./job.ts";
import { type Member, startMember } from "./member.ts";

const retryMs = 200;
/** Members of one process at most. */
const mostMembers = 64;

/** Whoever sends notifications: asked by HTTP, one after the other from the queue, or both. */
export async function startWorker(
  config: Config,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const { jobs, site } = config;
  const { worker, topic, kafka } = jobs;
  const { primary: database } = createDatabases(config.database, log);
  const notifications = createNotifications(database);
  const life = { draining: false };
  const stopping = new AbortController();

  const send = async (job: Job): Promise<void> => {
    await sleep(worker.jobMs);
    await notifications.sent(job, site.server, worker.idempotent);
  };
  /** A job from the queue is not refused: it waits for the database, and those behind it wait with it. */
  const work = async ({ value, partition, offset }: Received): Promise<void> => {
    const job = readJob(value);
    if (!job) return log(`partition ${partition}, offset ${offset}: this is no job, left out`);
    for (;;) {
      try {
        return await send(job);
      } catch (thrown) {
        if (!(thrown instanceof DatabaseUnavailable) || life.draining) throw thrown;
        log(`job ${job.id} waits: ${thrown.message}`);
        await sleep(retryMs);
      }
    }
  };

  const members: Member[] = [];
  const join = () =>
    joinGroup(kafka, { group: worker.group, topic: topic.name, sessionMs: worker.sessionMs });
  const employ = async (count: number): Promise<void> => {
    const leaving = members.splice(Math.min(count, mostMembers));
    await Promise.all(leaving.map((member) => member.stop()));
    while (members.length < Math.min(count, mostMembers)) {
      const number = members.length + 1;
      const say = (line: string): void => log(`member ${number}: ${line}`);
      members.push(startMember(join, work, { commitMs: worker.commitMs, pauseMs: retryMs }, say));
    }
  };

  let admin: KafkaAdmin | undefined;
  const asking = async (): Promise<KafkaAdmin> => {
    admin ??= await connectAdmin(kafka);
    return admin;
  };
  const queued = kafka.brokers.length > 0;
  const routes = workerRoutes({
    ...{ send, employ, life, database, queued },
    members: () => members,
    lag: async () => (await asking()).lag(worker.group, topic.name),
    leaders: async () => (await asking()).leaders(topic.name),
  });
  const server = createHttpServer(createRouter(routes), { site, draining: () => life.draining, log });
  server.listen(config.port, config.host);
  await once(server, "listening");
  log(`${site.server} does jobs on ${config.host}:${config.port} (process ${process.pid})`);

  const prepared = (async () => {
    if (!queued) return;
    const { name, partitions, replicas, minInSync, placed } = topic;
    const settings = { "min.insync.replicas": String(minInSync) };
    const plan = { name, partitions, replicas, settings, ...(placed.length > 0 && { placed }) };
    const made = await patiently(async () => (await asking()).createTopic(plan), stopping.signal, log);
    if (made === undefined) return;
    log(`topic ${name}: ${made ? "made" : "there already"}`);
    await employ(worker.consumers);
  })();
  return {
    async stop() {
      life.draining = true;
      stopping.abort();
      server.close();
      server.closeIdleConnections();
      await prepared.catch(() => {});
      await Promise.race([employ(0), sleep(config.stopTimeoutMs)]);
      await Promise.race([Promise.allSettled([admin?.close(), database.close()]), sleep(1000)]);
      log("stopped");
    },
  };
}
