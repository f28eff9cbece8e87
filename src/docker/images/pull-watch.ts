import type { PullNews } from "./pull-progress.ts";

/** Ends a pull of which nothing more comes. */
export interface PullWatch {
  /** Aborted when the user stops, and when nothing came for too long. */
  signal: AbortSignal;
  /** To be told of each of the engine's lines; `owed` is whether the registry still owes something. */
  heard(news: PullNews, owed: boolean): void;
  /** Who was waited for in vain, and for how long; undefined while nobody was. */
  gaveUp(): { whom: "registry" | "cut" | "engine"; seconds: number } | undefined;
  end(): void;
}

/** Unpacking a large layer onto a slow disk says nothing for long; that is not the registry's fault. */
const unpackMs = 300_000;

/** Begins to wait at once: a registry that takes the connection and says nothing counts, too. */
export function createPullWatch(silenceMs: number, stop: AbortSignal): PullWatch {
  const silence = new AbortController();
  let whom: "registry" | "cut" | "engine" = "registry";
  const limitMs = () => (whom === "engine" ? unpackMs : silenceMs);
  const start = () => setTimeout(() => silence.abort(), limitMs());
  let timer = start();
  return {
    signal: AbortSignal.any([stop, silence.signal]),
    heard(news, owed) {
      // the engine's own count-down to its next try is no sign of life of the registry
      if (news === "cut") whom = "cut";
      if (news !== "news") return;
      whom = owed ? "registry" : "engine";
      clearTimeout(timer);
      timer = start();
    },
    gaveUp: () => (silence.signal.aborted ? { whom, seconds: limitMs() / 1000 } : undefined),
    end: () => clearTimeout(timer),
  };
}
