import { isPlain } from "./merge.ts";
import { withDefaults } from "./variables.ts";

/** A published port as it is written in a stage. */
export interface PublishedPort {
  host: string | undefined;
  /** Fixed port of the host; `undefined` leaves the choice to the engine. */
  published: string | undefined;
  target: number;
}

/** Reads compose's short (`127.0.0.1::80`) or long form; `undefined` when it is neither. */
export function readPort(value: unknown): PublishedPort | undefined {
  if (isPlain(value)) {
    const published = value.published;
    return {
      host: typeof value.host_ip === "string" ? withDefaults(value.host_ip) : undefined,
      published:
        published === undefined || published === 0 || published === "" ? undefined : String(published),
      target: Number(value.target),
    };
  }
  const text = withDefaults(String(value)).replace(/\/(tcp|udp)$/, "");
  const found = /^(?:(?:(\[[^\]]+\]|[^:[\]]*):)?([\d-]*):)?(\d+)$/.exec(text);
  if (!found) return undefined;
  const [, host, published, target] = found;
  return {
    host: host || undefined,
    published: published && published !== "0" ? published : undefined,
    target: Number(target),
  };
}
