import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import type { StreamedBody } from "../http/reply.ts";

/** A file to be streamed, or undefined when there is none of that name. Size and bytes are of one and the same version. */
export async function openedFile(path: string): Promise<StreamedBody | undefined> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException | null)?.code === "ENOENT") return undefined;
    throw thrown;
  }
  try {
    const { size } = await file.stat();
    return { bytes: size, stream: file.createReadStream() };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}
