import type { EngineEvent } from "./engine-events.ts";

/** What an event tells about the registry: bytes or news came, the connection was cut, or nothing new. */
export type PullNews = "news" | "cut" | "nothing";

/** Follows the layers of one pull. */
export interface PullProgress {
  event(event: EngineEvent): PullNews;
  /** Whether the registry still owes something; else the engine is busy with its own disk. */
  owed(): boolean;
  /** `34 of 210 MiB, 3 of 8 layers were here`; empty while there is nothing to tell. */
  text(): string;
  /** What has come over the network so far, in bytes. */
  received(): number;
}

interface Layer {
  status: string;
  current: number;
  /** Unknown until its download begins. */
  total: number | undefined;
}

const isLayer = /^[0-9a-f]{12}$/;
const waits = /^(Pulling fs layer|Waiting|Downloading|Retrying)/;
const wasHere = /^Already exists/;
const retries = /^Retrying in/;
const mib = (bytes: number) => Math.round(bytes / 2 ** 20);

/** Reads the events of one pull; both of Docker's image stores speak of layers in the same words. */
export function createPullProgress(): PullProgress {
  const layers = new Map<string, Layer>();

  function event({ id, status = "", progressDetail }: EngineEvent): PullNews {
    if (id === undefined || !isLayer.test(id)) return "news";
    const before = layers.get(id);
    if (retries.test(status)) {
      const again = before !== undefined && retries.test(before.status);
      layers.set(id, { current: 0, total: undefined, ...before, status });
      return again ? "nothing" : "cut";
    }
    const waiting = waits.test(status);
    // Docker fills the bar of a download that broke off; a real end is told in words
    if (before && status === "Downloading" && progressDetail?.current === progressDetail?.total)
      return "nothing";
    const detail = status === "Downloading" ? progressDetail : undefined;
    const total = Math.max(detail?.total ?? 0, before?.total ?? 0) || undefined;
    // a download that was taken up again counts from where it was cut
    const skipped = detail?.total === undefined || total === undefined ? 0 : total - detail.total;
    const arrived = waiting ? (before?.current ?? 0) : (total ?? 0);
    const current = detail?.current === undefined ? arrived : skipped + detail.current;
    layers.set(id, { status, current, total });
    // the containerd store repeats the same figures ten times a second while nothing comes
    return waiting && before !== undefined && current === before.current ? "nothing" : "news";
  }

  const all = () => [...layers.values()];
  const received = () => all().reduce((sum, { current }) => sum + current, 0);
  return {
    event,
    received,
    owed: () => layers.size === 0 || all().some(({ status }) => waits.test(status)),
    text() {
      const coming = all().filter(({ status }) => !wasHere.test(status));
      const here = layers.size - coming.length;
      const parts: string[] = [];
      if (coming.some(({ total }) => total !== undefined)) {
        const total = coming.reduce((sum, layer) => sum + (layer.total ?? 0), 0);
        const unsure = coming.some((layer) => layer.total === undefined) ? "at least " : "";
        parts.push(`${mib(received())} of ${unsure}${mib(total)} MiB`);
      }
      if (here > 0) parts.push(`${here} of ${layers.size} layers were here`);
      return parts.join(", ");
    },
  };
}
