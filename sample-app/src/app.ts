import type { Server } from "node:http";
import type { Config } from "./config.ts";
import { createRouter } from "./http/routes.ts";
import { createHttpServer } from "./http/server.ts";
import { accountRoutes } from "./pages/account.ts";
import { healthRoutes, type Life } from "./pages/health.ts";
import { postRoutes } from "./pages/posts.ts";
import { reportRoutes } from "./pages/report.ts";
import { staticRoutes } from "./pages/static.ts";
import { uploadRoutes } from "./pages/uploads.ts";
import { createPasswords } from "./security/password.ts";
import { createMemorySessions } from "./security/sessions.ts";
import { createDatabase, type Database } from "./store/database.ts";
import { createPosts } from "./store/posts.ts";
import { busiestPairs } from "./store/report.ts";
import { createFileUploads } from "./store/upload-files.ts";
import { createUsers } from "./store/users.ts";

/** The parts of one app server, put together; nothing listens yet. */
export interface App {
  server: Server;
  database: Database;
  life: Life;
}

/** @throws when the static files cannot be read */
export async function createApp(config: Config, log: (line: string) => void): Promise<App> {
  const life: Life = { prepared: !config.migrate, draining: false };
  const database = createDatabase(config.database);
  const sessions = createMemorySessions(config.sessions);
  const route = createRouter({
    ...(await staticRoutes(config.staticDir)),
    ...healthRoutes(life, database),
    ...accountRoutes(createUsers(database), createPasswords(config.scryptCost), sessions),
    ...postRoutes(createPosts(database), sessions, config.serverName),
    ...uploadRoutes(createFileUploads(config.uploads.dir), config.uploads.maxBytes, sessions),
    ...reportRoutes(() => busiestPairs(database, config.database.reportTimeoutMs), config.serverName),
  });
  const server = createHttpServer(route, {
    serverName: config.serverName,
    draining: () => life.draining,
    log,
  });
  return { server, database, life };
}
