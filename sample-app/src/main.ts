import { createApp } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";
import { announceTo } from "./jobs/announce.ts";
import { startWorker } from "./jobs/worker.ts";
import { createStop, listen, prepare } from "./lifecycle.ts";
import { indexer } from "./processes/indexer.ts";
import { rebuildIndex } from "./processes/rebuild.ts";
import { relayOutbox } from "./processes/relay-outbox.ts";
import { migrate, migratedText } from "./schema/migrate.ts";
import { seedStatements } from "./schema/seed.ts";
import { createDatabases } from "./store/servers/databases.ts";

const log = (line: string): void => void process.stdout.write(`${new Date().toISOString()} ${line}\n`);

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  if (config.workers > 1) {
    const { default: cluster } = await import("node:cluster");
    if (cluster.isPrimary) {
      const { lookAfterWorkers } = await import("./workers/parent.ts");
      process.exit(await lookAfterWorkers(config, log));
    }
  }
  const app = await createApp(config, log);
  const stop = createStop(app, config, log);
  const preparing = new AbortController();
  const onSignal = (): void => {
    preparing.abort();
    void stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  await listen(app, config.port, config.host);
  log(`${config.site.server} listens on ${config.host}:${config.port} (process ${process.pid})`);
  await prepare(app, config, log, preparing.signal);
}

async function work(): Promise<void> {
  const config = readConfig(process.env);
  const worker = await startWorker(config, log);
  const onSignal = (): void => void worker.stop().then(() => process.exit(0));
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

async function announce(): Promise<void> {
  const count = Number(process.argv[3]);
  if (!Number.isInteger(count) || count < 1)
    throw new ConfigError(["announce COUNT: a whole number is wanted"]);
  process.stdout.write(`${await announceTo(count, readConfig(process.env).jobs, log)}\n`);
}

async function migrateOnce(): Promise<void> {
  const config = readConfig(process.env);
  const { primary: database } = createDatabases(config.database, log);
  log(migratedText(await migrate(database, config).finally(() => database.close())));
}

async function printSeed(): Promise<void> {
  const config = readConfig(process.env);
  for await (const statement of seedStatements(config.seed, config.scryptCost)) {
    process.stdout.write(`${statement};\n`);
  }
}

/** A process that works until it is told to stop. */
const untilStopped =
  (work: (signal: AbortSignal) => Promise<void>): (() => Promise<void>) =>
  async () => {
    const stopping = new AbortController();
    for (const name of ["SIGTERM", "SIGINT"]) process.on(name, () => stopping.abort());
    await work(stopping.signal);
    process.exit();
  };

const commands: Record<string, () => Promise<void>> = {
  serve,
  worker: work,
  announce,
  migrate: migrateOnce,
  "seed-sql": printSeed,
  relay: untilStopped((signal) => relayOutbox(readConfig(process.env), signal, log)),
  indexer: untilStopped((signal) => indexer(readConfig(process.env), signal, log)),
  rebuild: untilStopped((signal) => rebuildIndex(readConfig(process.env), signal, log)),
};
const command = process.argv[2] ?? "serve";
try {
  const run = commands[command];
  if (!run) throw new ConfigError([`${command}: ${Object.keys(commands).join(", ")} are the commands`]);
  await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof ConfigError ? thrown.message : (thrown as Error).stack}\n`);
  // what was opened before it failed would keep the process alive
  process.exit(1);
}
