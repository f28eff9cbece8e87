import type { Environment } from "../environment.ts";

/** Ways to search, each with its own idea of what is found and of what comes first. */
export const searchWays = ["like", "fulltext", "opensearch"] as const;
export type SearchWay = (typeof searchWays)[number];

/** How posts are searched, and where the search engine is. */
export interface SearchConfig {
  /** What this server knows; the first one answers who names none. None: there is no search page. */
  ways: readonly SearchWay[];
  engine: EngineConfig;
  /** How the indexer names documents: after their post, so that one post is one document, or as the engine likes. */
  ids: "post" | "engine";
  /** The indexers' group: the log remembers for each group how far it has read. */
  group: string;
  /** A member of the indexers' group that is silent for so long is replaced. */
  sessionMs: number;
}

export interface EngineConfig {
  host: string;
  port: number;
  /** For one request of the search page; the indexer's may take ten times as long. */
  timeoutMs: number;
  /** How long a document waits at most until searches see it. */
  refreshMs: number;
}

export function searchOf({ oneOf, someOf, text, whole }: Environment): SearchConfig {
  return {
    ways: someOf("SEARCH", searchWays),
    engine: {
      host: text("SEARCH_HOST", "127.0.0.1"),
      port: whole("SEARCH_PORT", 9200, 1, 65535),
      timeoutMs: whole("SEARCH_TIMEOUT_MS", 3000, 10, 600_000),
      refreshMs: whole("SEARCH_REFRESH_MS", 1000, 100, 600_000),
    },
    ids: oneOf("INDEX_IDS", "post", ["post", "engine"]),
    group: text("INDEXER_GROUP", "search-indexer"),
    sessionMs: whole("INDEXER_SESSION_MS", 6000, 1000, 600_000),
  };
}
