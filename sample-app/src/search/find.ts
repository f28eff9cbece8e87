/** A post that a search has found. */
export interface Found {
  id: string;
  author: string;
  body: string;
  at: string;
}

/** Finds posts by words, the best first, as far as it can tell. */
export interface Search {
  /** At most `count`. @throws SearchUnavailable */
  find(words: string, count: number): Promise<Found[]>;
}

/** Nobody can search now; the message says why, and what mends it. */
export class SearchUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`search is not available: ${why}`, { cause });
    this.name = "SearchUnavailable";
  }
}
