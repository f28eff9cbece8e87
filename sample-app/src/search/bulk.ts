import type { PostEvent } from "../events/event.ts";
import type { Engine } from "./engine.ts";
import { SearchUnavailable } from "./find.ts";
import { alias } from "./index-names.ts";

/** What became of a batch. */
export interface Indexed {
  /** New, or newer than what was there. */
  taken: number;
  /** There already, or something newer is. */
  known: number;
  /** Refused for good: the same document will be refused again. */
  refused: { id: string; why: string }[];
}

/** The index is away: a document must not make one by itself, without our mapping. */
export class IndexMissing extends Error {
  constructor(name: string) {
    super(`index ${name} missing`);
    this.name = "IndexMissing";
  }
}

interface Item {
  _id: string;
  status: number;
  error?: { type: string; reason: string };
}

/**
 * Writes documents. With `ids` of posts one post is one document, and only a newer version replaces it: the engine
 * compares, so that what comes twice or late changes nothing. With the engine's own ids each time makes another one.
 * @throws SearchUnavailable, IndexMissing: nothing or something was written; the same batch may come again
 */
export async function indexEvents(
  engine: Engine,
  target: string,
  events: readonly PostEvent[],
  ids: "post" | "engine",
  patienceMs: number,
): Promise<Indexed> {
  const indexed: Indexed = { taken: 0, known: 0, refused: [] };
  if (events.length === 0) return indexed;
  const lines = events.map((event) => {
    const named = { index: { _id: event.id, version: event.version, version_type: "external" } };
    return `${JSON.stringify(ids === "post" ? named : { index: {} })}\n${JSON.stringify(event)}\n`;
  });
  const query = target === alias ? "?require_alias=true" : "";
  const answer = (await engine.ask("POST", `/${target}/_bulk${query}`, lines.join(""), patienceMs)) as
    | { items: { index: Item }[] }
    | undefined;
  if (answer === undefined) throw new IndexMissing(target);
  for (const [at, { index: item }] of answer.items.entries()) {
    if (item.status < 300) indexed.taken++;
    else if (item.status === 409) indexed.known++;
    else if (item.status === 404) throw new IndexMissing(target);
    else if (item.status === 429 || item.status >= 500) {
      throw new SearchUnavailable(`the search engine is busy: ${item.error?.reason ?? item.status}`);
    } else indexed.refused.push({ id: events[at]!.id, why: item.error?.reason ?? String(item.status) });
  }
  return indexed;
}
