import type { Engine } from "./engine.ts";
import { type Found, type Search, SearchUnavailable } from "./find.ts";
import { alias, type Current } from "./index-names.ts";

/** How long what is known of the alias counts. */
const lookMs = 1000;

/**
 * Posts by relevance: those with all the words, and with the rarer ones, first. Words count by their stems; when there
 * is no such post, words that are a letter or two away count as well.
 */
export function searchInEngine(engine: Engine, current: () => Promise<Current>): Search {
  let looked = { at: Number.NEGATIVE_INFINITY, trouble: "" };
  const usable = async (): Promise<void> => {
    if (performance.now() - looked.at > lookMs) {
      const now = await current();
      looked = { at: performance.now(), trouble: "trouble" in now ? now.trouble : "" };
    }
    if (looked.trouble !== "") throw new SearchUnavailable(looked.trouble);
  };
  const matching = async (body: object, size: number): Promise<Found[]> => {
    const question = {
      query: { match: { body } },
      size,
      track_total_hits: false,
      _source: ["id", "author", "body", "at"],
    };
    const answer = (await engine.ask("POST", `/${alias}/_search`, question)) as
      | { hits: { hits: { _source: Found }[] } }
      | undefined;
    if (answer === undefined) {
      looked.at = Number.NEGATIVE_INFINITY;
      throw new SearchUnavailable("index missing: run `rebuild`");
    }
    return answer.hits.hits.map(({ _source }) => _source);
  };
  return {
    async find(words, count) {
      await usable();
      const found = await matching({ query: words }, count);
      return found.length > 0
        ? found
        : matching({ query: words, fuzziness: "AUTO", prefix_length: 1, max_expansions: 20 }, count);
    },
  };
}
