import { connect } from "node:net";
import { LabError } from "../model/errors.ts";
import { stretched } from "../model/patience.ts";

const answerWithinMs = 3000;

/** Whether somebody on this machine's loopback takes connections at the port. */
function takes(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(stretched(answerWithinMs), () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

/**
 * Throws LabError `environment` when a port that the engine says it has published is not on this machine's loopback: the
 * engine is somewhere else, behind a socket that was forwarded here.
 */
export async function requirePublished(port: number): Promise<void> {
  if (await takes(port)) return;
  throw new LabError(
    "environment",
    `the engine has published port ${port}, but nobody answers at 127.0.0.1:${port}: its ports are on another machine`,
    { next: "use an engine of this machine, or one that forwards its ports as Docker Desktop does" },
  );
}
