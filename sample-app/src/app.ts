import type { Server } from "node:http";
import type { Config } from "./config.ts";
import { createTold } from "./events/told.ts";
import { underBasePath } from "./http/base-path.ts";
import { tellingReads } from "./http/read-from.ts";
import { createRouter } from "./http/routes.ts";
import { createHttpServer } from "./http/server.ts";
import type { Notifier } from "./jobs/job.ts";
import { createNotifier } from "./jobs/notifier.ts";
import { accountRoutes } from "./pages/account.ts";
import { boomRoutes } from "./pages/boom.ts";
import { healthRoutes, type Life } from "./pages/health.ts";
import { notificationRoutes } from "./pages/notifications.ts";
import { paced } from "./pages/pace.ts";
import { postRoutes } from "./pages/posts.ts";
import { reportRoutes } from "./pages/report.ts";
import { searchRoutes } from "./pages/search.ts";
import { siteFiles } from "./pages/site-files.ts";
import { staticRoutes } from "./pages/static.ts";
import { traceRoutes } from "./pages/trace.ts";
import { uploadRoutes } from "./pages/uploads.ts";
import { createSearches } from "./search/create-search.ts";
import { createPasswords } from "./security/password.ts";
import { createSessionStore } from "./security/session-store.ts";
import type { SessionStore } from "./security/sessions.ts";
import type { Cache } from "./store/cache/cache.ts";
import { cachedPosts, reportKey } from "./store/cache/cached-posts.ts";
import { createCache } from "./store/cache/create-cache.ts";
import type { Database } from "./store/database.ts";
import { createNotifications } from "./store/notifications.ts";
import { createPosts } from "./store/posts.ts";
import { busiestPairs } from "./store/report.ts";
import { createDatabases, isSplit } from "./store/servers/databases.ts";
import { createUploads } from "./store/upload-store.ts";
import { createUsers } from "./store/users.ts";

/** The parts of one app server, put together; nothing listens yet. */
export interface App {
  server: Server;
  database: Database;
  sessions: SessionStore;
  /** Who takes jobs, when there are any. */
  notifier?: Notifier | undefined;
  /** What goes to others; closed after the last request. */
  events: { close(): Promise<void> };
  cache: Cache;
  life: Life;
}

/** @throws when the static files cannot be read */
export async function createApp(config: Config, log: (line: string) => void): Promise<App> {
  const { site } = config;
  const life: Life = { prepared: !config.migrate, draining: false };
  const { primary: database, reads } = createDatabases(config.database, log);
  const sessions = await createSessionStore(config, database, log);
  const notifier = await createNotifier(config.jobs, log);
  const { told, close } = await createTold(config.events, database, log);
  const cache = await createCache(config, log);
  const report = () => busiestPairs(reads, config.database.reportTimeoutMs);
  const pages = {
    ...accountRoutes(createUsers(database), createPasswords(config.scryptCost), sessions, site.base),
    ...postRoutes(cachedPosts(createPosts(database, reads, told), cache), sessions, site),
    ...reportRoutes(() => cache.read(reportKey, report), site),
    ...traceRoutes(site),
    ...(notifier && notificationRoutes(notifier, createNotifications(database), sessions)),
    ...searchRoutes(createSearches(config.search, reads), site),
  };
  const route = createRouter({
    ...(await staticRoutes(await siteFiles(config.staticDir, site), config.staticMethod)),
    ...healthRoutes(life, database, sessions),
    ...uploadRoutes(createUploads(config.uploads, database), config.uploads.maxBytes, sessions),
    ...boomRoutes(),
    ...paced(pages, config.pace),
  });
  const { ownWritesMs } = config.database;
  const handler =
    isSplit(config.database) || config.cache.store !== "none"
      ? tellingReads(route, { ownWritesMs, path: site.base || "/" })
      : route;
  const server = createHttpServer(underBasePath(site.base, handler), {
    site,
    draining: () => life.draining,
    log,
  });
  return { server, database, sessions, cache, notifier, events: { close }, life };
}
