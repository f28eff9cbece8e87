import type Docker from "dockerode";
import { printable } from "../text/printable.ts";
import { composeProject, composeService } from "./compose-labels.ts";
import { logTail } from "./logs.ts";

/** A service that is not ready, and the end of what its server has said. */
export interface LastWords {
  service: string;
  /** `starting`, `unhealthy`, `created`, or `ended with 1`. */
  state: string;
  lines: string[];
  /** Processor time that its container has used since it started, in seconds. */
  cpuS: number;
}

async function tail(docker: Docker, id: string, lines: number): Promise<string[]> {
  const text = printable(await logTail(docker, id, lines));
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

async function cpuSeconds(docker: Docker, id: string): Promise<number> {
  const stats = (await docker.getContainer(id).stats({ stream: false, "one-shot": true })) as {
    cpu_stats?: { cpu_usage?: { total_usage?: number } };
  };
  return (stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e9;
}

function stateOf({ State: state }: Docker.ContainerInspectInfo): string | undefined {
  if (state.Status === "exited" || state.Status === "dead")
    return state.ExitCode === 0 ? undefined : `ended with ${state.ExitCode}`;
  if (state.Status === "created") return "created";
  const health = state.Health?.Status;
  return health === undefined || health === "healthy" || health === "none" ? undefined : health;
}

/** Of each container of a compose project that is not ready: how it stands, and the last `lines` lines of its log. */
export async function lastWords(docker: Docker, name: string, lines: number): Promise<LastWords[]> {
  const list = await docker.listContainers({ all: true, filters: { label: [`${composeProject}=${name}`] } });
  const all = await Promise.all(
    list.map(async ({ Id: id, Labels: labels }): Promise<LastWords[]> => {
      try {
        const state = stateOf(await docker.getContainer(id).inspect());
        if (state === undefined) return [];
        const [said, cpuS] = await Promise.all([tail(docker, id, lines), cpuSeconds(docker, id)]);
        return [{ service: labels[composeService] ?? id, state, lines: said, cpuS }];
      } catch {
        return []; // removed in between
      }
    }),
  );
  return all.flat();
}

/** Those that matter first: who has ended, then who is not healthy, then who waits for others. */
const rank = ({ state }: LastWords) =>
  state.startsWith("ended") ? 0 : state === "unhealthy" ? 1 : state === "created" ? 3 : 2;

/** In a few lines who is not ready and what it said last. */
export function wordsText(all: readonly LastWords[]): string {
  const said = all.filter(({ state }) => state !== "created").toSorted((a, b) => rank(a) - rank(b));
  return said
    .slice(0, 3)
    .map(({ service: name, state, lines }) => {
      const words =
        lines.length === 0 ? " it has said nothing" : lines.map((line) => `\n    ${line}`).join("");
      return `${name} ${state === "starting" ? "is still starting" : `is ${state}`.replace("is ended", "ended")}:${words}`;
    })
    .join("\n  ");
}
