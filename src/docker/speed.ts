import type Docker from "dockerode";
import { runOneShot } from "./one-shot.ts";

// each core counts for a while; what all have counted together, a second and core
const program = `
import os, time

def count(seconds):
    end, n = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        for _ in range(1000):
            n += 1
    return n

cores = os.cpu_count()
pipes = []
for _ in range(cores):
    out, into = os.pipe()
    if os.fork() == 0:
        os.write(into, str(count(0.4)).encode())
        os._exit(0)
    pipes.append(out)
print(sum(int(os.read(pipe, 64)) for pipe in pipes) / 0.4 / cores)
`;

/** What the program counts a second and core on the machine that our waits were written for. */
const referenceRate = 25_000_000;

/** How many times slower the engine's containers compute than those on the reference machine; below 1 when faster. */
export async function measureSlowness(
  docker: Docker,
  toolsImage: string,
  labels: Record<string, string>,
): Promise<number> {
  const said = await runOneShot(docker, {
    image: toolsImage,
    command: ["python3", "-IS", "-c", program],
    labels,
  });
  return referenceRate / Math.max(1, Number(said));
}
