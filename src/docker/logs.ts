import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { composeProject } from "./compose-labels.ts";

const lines = 200;

/** Docker multiplexes stdout and stderr: each frame has an 8-byte head whose last four bytes are its length. */
export function withoutFrames(raw: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= raw.length) {
    const end = at + 8 + raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The last lines that a container has logged, on both of its outputs. */
export async function logTail(docker: Docker, id: string, count: number): Promise<string> {
  const raw = await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: count });
  return withoutFrames(raw as unknown as Buffer);
}

/** Saves the last log lines of each container of a compose project, for whoever has to find out why it failed. */
export async function saveLogs(docker: Docker, project: string, folder: string): Promise<void> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [`${composeProject}=${project}`] },
  });
  await mkdir(folder, { recursive: true });
  for (const one of containers) {
    const text = await logTail(docker, one.Id, lines);
    await writeFile(join(folder, `${one.Names[0]?.slice(1) ?? one.Id}.log`), text);
  }
}
