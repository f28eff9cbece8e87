import type Docker from "dockerode";
import { messageOf } from "../../model/errors.ts";
import type { Say } from "../../model/progress.ts";
import { withTag } from "./reference.ts";

/** A registry that says nothing for so long is given up. */
const silenceMs = 30_000;
const sayEveryMs = 3000;

interface PullEvent {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
}

function progressText(layers: Map<string, { current: number; total: number }>): string {
  const mib = (pick: "current" | "total") =>
    Math.round([...layers.values()].reduce((sum, layer) => sum + layer[pick], 0) / 2 ** 20);
  return `${mib("current")} of ${mib("total")} MiB`;
}

/** Pulls an image; resolves with why not, or undefined when it is here. Rejects only when aborted. */
export async function pull(
  docker: Docker,
  reference: string,
  { say, signal }: { say: Say; signal: AbortSignal },
): Promise<string | undefined> {
  signal.throwIfAborted();
  say(`pulling ${reference}`);
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const either = AbortSignal.any([signal, silence.signal]);
  try {
    const stream = await docker.pull(withTag(reference), { abortSignal: either });
    const layers = new Map<string, { current: number; total: number }>();
    let saidAt = Date.now();
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(
        stream,
        (error: Error | null) => (error ? reject(error) : resolve()),
        ({ id, status, progressDetail }: PullEvent) => {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), silenceMs);
          if (!id || status !== "Downloading" || !progressDetail?.total) return;
          layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
          if (Date.now() - saidAt < sayEveryMs) return;
          saidAt = Date.now();
          say(`pulling ${reference}: ${progressText(layers)}`);
        },
      );
    });
    return undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    return silence.signal.aborted ? `silent for ${silenceMs / 1000} s` : messageOf(thrown);
  } finally {
    clearTimeout(timer);
  }
}
