import { findByFulltext, findByLike } from "../store/find-posts.ts";
import type { Reads } from "../store/servers/split.ts";
import { createEngine } from "./engine.ts";
import type { Search } from "./find.ts";
import { searchInEngine } from "./in-engine.ts";
import { createIndices } from "./indices.ts";
import type { EngineConfig, SearchConfig, SearchWay } from "./search-config.ts";

/** The ways to search that the configuration names, in its order. */
export function createSearches({ ways, engine }: SearchConfig, reads: Reads): Map<SearchWay, Search> {
  const make: Record<SearchWay, () => Search> = {
    like: () => findByLike(reads),
    fulltext: () => findByFulltext(reads),
    opensearch: () => inOpenSearch(engine),
  };
  return new Map(ways.map((way) => [way, make[way]()]));
}

function inOpenSearch(config: EngineConfig): Search {
  const engine = createEngine(config);
  return searchInEngine(engine, createIndices(engine, config.refreshMs).current);
}
