import type { Engine } from "./engine.ts";
import { alias, type Current, currentOf, indexName, mappingVersion, versionIn } from "./index-names.ts";

/** Version 2: English words by their stems, so that `runs` finds `running`. */
const mappings = {
  dynamic: "strict",
  properties: {
    id: { type: "keyword" },
    author: { type: "keyword" },
    body: { type: "text", analyzer: "english" },
    at: { type: "date", format: "yyyy-MM-dd HH:mm:ss||yyyy-MM-dd HH:mm:ss.SSS" },
    version: { type: "long", index: false },
  },
};

/** The indices of the search engine, as far as they are ours. */
export interface Indices {
  /** Where the alias leads. */
  current(): Promise<Current>;
  /** Makes an empty one that nobody looks at yet. */
  create(): Promise<string>;
  /** From now on the alias leads there, in one step: there is no moment without an index. */
  switchTo(name: string): Promise<void>;
  /** Removes all but this one; which those were. */
  removeOthers(name: string): Promise<string[]>;
  /** Makes searches see what was written so far. */
  refresh(name: string): Promise<void>;
}

const patienceMs = 30_000;

export function createIndices(engine: Engine, refreshMs: number): Indices {
  const aliased = async (): Promise<string[]> =>
    Object.keys((await engine.ask("GET", `/_alias/${alias}`, undefined, patienceMs)) ?? {});
  return {
    current: async () => currentOf(await aliased()),
    async create() {
      const name = indexName(mappingVersion, Date.now());
      const index = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: `${refreshMs}ms` };
      await engine.ask("PUT", `/${name}`, { settings: { index }, mappings }, patienceMs);
      return name;
    },
    async switchTo(name) {
      const old = (await aliased()).map((index) => ({ remove: { index, alias } }));
      await engine.ask(
        "POST",
        "/_aliases",
        { actions: [...old, { add: { index: name, alias } }] },
        patienceMs,
      );
    },
    async removeOthers(name) {
      const all = Object.keys((await engine.ask("GET", `/${alias}-m*/_alias`, undefined, patienceMs)) ?? {});
      const others = all.filter((other) => other !== name && versionIn(other) !== undefined);
      for (const other of others) await engine.ask("DELETE", `/${other}`, undefined, patienceMs);
      return others;
    },
    async refresh(name) {
      await engine.ask("POST", `/${name}/_refresh`, undefined, patienceMs);
    },
  };
}
