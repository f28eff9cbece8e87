import type { Config } from "../config.ts";
import type { Queries } from "./database.ts";
import { createBlobUploads } from "./upload-blobs.ts";
import { createFileUploads } from "./upload-files.ts";
import type { Uploads } from "./uploads.ts";

/** The store that the configuration names. */
export function createUploads(
  config: Pick<Config["uploads"], "store" | "dir">,
  queries: Pick<Queries, "rows" | "write">,
): Uploads {
  return config.store === "blobs" ? createBlobUploads(queries) : createFileUploads(config.dir);
}
