import type Docker from "dockerode";
import { runOneShot } from "./one-shot.ts";

// each core counts for a while, and then starts programs: what was done a second and core
const program = `
import json, os, time

cores = os.cpu_count()

def count():
    for _ in range(1000):
        pass
    return 1000

def spawn():
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
    return 1

def rate(work, seconds):
    pipes = []
    for _ in range(cores):
        out, into = os.pipe()
        if os.fork() == 0:
            end, done = time.monotonic() + seconds, 0
            while time.monotonic() < end:
                done += work()
            os.write(into, str(done).encode())
            os._exit(0)
        pipes.append(out)
    return sum(int(os.read(pipe, 64)) for pipe in pipes) / seconds / cores

print(json.dumps({"counted": rate(count, 0.3), "spawned": rate(spawn, 0.3)}))
`;

/** What the program does a second and core on the machine that our waits were written for. */
const reference = { counted: 50_000_000, spawned: 1500 };

/**
 * How many times slower the engine's containers work than those on the reference machine, below 1 when faster: the
 * geometric mean of computing and of starting programs, since a start is made of both.
 */
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
  const { counted, spawned } = JSON.parse(said) as typeof reference;
  const slower = (done: number, usual: number) => usual / Math.max(1, done);
  return Math.sqrt(slower(counted, reference.counted) * slower(spawned, reference.spawned));
}
