import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { openedFile } from "./opened-file.ts";
import { NoSpace, type Uploads } from "./uploads.ts";

const errorCode = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException | null)?.code;

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function onDisk(path: string, flags: string, write?: Buffer): Promise<void> {
  const file = await open(path, flags);
  try {
    if (write) await file.writeFile(write);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Uploads as files of one folder: known to this server alone, unless servers share the folder.
 * A file is written under another name and renamed once it is whole and on disk.
 */
export function createFileUploads(folder: string): Uploads {
  return {
    async put(name, bytes) {
      const path = join(folder, name);
      const incoming = join(folder, `.incoming-${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true });
        const known = await isThere(path);
        await onDisk(incoming, "wx", bytes);
        await rename(incoming, path);
        // the new name is in the folder, and the folder has to be on disk, too
        await onDisk(folder, "r");
        return known ? "replaced" : "added";
      } catch (thrown) {
        await rm(incoming, { force: true });
        const code = errorCode(thrown);
        throw code === "ENOSPC" || code === "EDQUOT" ? new NoSpace(thrown) : thrown;
      }
    },
    get: (name) => openedFile(join(folder, name)),
    has: (name) => isThere(join(folder, name)),
  };
}
