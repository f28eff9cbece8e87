import { once } from "node:events";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import { asking } from "./access.ts";

export interface OneShot {
  image: string;
  command: string[];
  labels: Record<string, string>;
  host?: Docker.HostConfig;
}

/** Runs a container to its end and answers with what it printed. Throws LabError `engine` when it exits non-zero. */
export async function runOneShot(docker: Docker, shot: OneShot): Promise<string> {
  const container = await asking(
    docker.createContainer({
      Image: shot.image,
      Entrypoint: shot.command.slice(0, 1),
      Cmd: shot.command.slice(1),
      Labels: shot.labels,
      HostConfig: { NetworkMode: "none", ...shot.host },
    }),
  );
  try {
    const output = new PassThrough();
    const chunks: Buffer[] = [];
    output.on("data", (chunk: Buffer) => chunks.push(chunk));
    const stream = await asking(container.attach({ stream: true, stdout: true, stderr: true }));
    docker.modem.demuxStream(stream, output, output);
    // the exit may be told before the last of the output is
    const said = once(stream, "end");
    const ended = container.wait({ condition: "next-exit" }) as Promise<{ StatusCode: number }>;
    await asking(container.start());
    const { StatusCode: status } = await ended;
    await said;
    const text = Buffer.concat(chunks).toString("utf8");
    if (status !== 0) {
      throw new LabError(
        "engine",
        `helper container failed (${status}): ${text.trim().split("\n").slice(-2).join(" ")}`,
      );
    }
    return text;
  } finally {
    await container.remove({ force: true, v: true }).catch(() => {}); // `clean` finds it by label
  }
}
