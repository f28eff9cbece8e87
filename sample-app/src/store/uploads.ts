import type { StreamedBody } from "../http/reply.ts";

/** Where uploaded images live. Names have been checked: no separators, no leading dot, a known ending. */
export interface Uploads {
  /**
   * Keeps the bytes under that name; when it resolves they are safe. Whoever asks meanwhile gets all of the old ones
   * or all of the new ones. @throws NoSpace
   */
  put(name: string, bytes: Buffer): Promise<"added" | "replaced">;
  get(name: string): Promise<Buffer | StreamedBody | undefined>;
  has(name: string): Promise<boolean>;
}

/** There is no room for the bytes; nothing of them was kept. */
export class NoSpace extends Error {
  constructor(cause?: unknown) {
    super("there is no space left for uploads", { cause });
    this.name = "NoSpace";
  }
}
