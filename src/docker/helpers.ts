import type Docker from "dockerode";
import { LabError } from "../model/errors.ts";
import type { HelperPort, Place } from "../model/fault-ports.ts";
import { labels, makerOf } from "../model/labels.ts";
import { asking } from "./access.ts";
import { loadWorkerArchive } from "./client-container.ts";
import { unless } from "./containers.ts";
import { withoutFrames } from "./logs.ts";
import { ownIdentity } from "./process-identity.ts";
import { addressOn, withResolver } from "./resolver.ts";

export interface HelperOptions {
  run: string;
  lab: string;
  home: string;
  /** The image with network tools; without it most faults cannot be injected. */
  toolsImage: string | undefined;
  /** The image that the load generator runs in, and its bundle on this host. */
  clientImage: string;
  workerFile: string;
}

export const helperRole = "fault-helper";

const graceS = 3;

// the types do not know it yet
type HostConfig = Docker.HostConfig & { CgroupnsMode?: "host" | "private" };

function hostOf(place: Place): HostConfig {
  switch (place.kind) {
    case "network":
      return { NetworkMode: `container:${place.of}`, CapAdd: ["NET_ADMIN"] };
    case "machine":
      return {
        NetworkMode: "none",
        Privileged: true,
        PidMode: "host",
        CgroupnsMode: "host",
        Binds: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"],
      };
    case "volumes":
      return { NetworkMode: "none", VolumesFrom: [place.of] };
    case "client":
      return { NetworkMode: place.network, NanoCpus: Math.round((place.cpus ?? 0) * 1e9) };
  }
}

/** Helper containers of one run; found again by their labels, whichever process started them. */
export function createHelperPort(docker: Docker, options: HelperOptions): HelperPort {
  const owned = {
    [labels.run]: options.run,
    [labels.lab]: options.lab,
    [labels.home]: options.home,
    [labels.role]: helperRole,
  };
  const maker = ownIdentity();

  /** A namespace is gone with the container's life that it belonged to: the start of that life is part of the name. */
  const nameOf = async (place: Place): Promise<string> => {
    if (place.kind === "machine") return "machine";
    if (place.kind === "client") return `client:${place.network}`;
    const { State: state } = await asking(docker.getContainer(place.of).inspect());
    return `${place.kind}:${place.of}@${state.StartedAt}`;
  };

  const create = async (place: Place, own: Record<string, string>, command: readonly string[]) => {
    const image = place.kind === "client" ? options.clientImage : options.toolsImage;
    if (image === undefined) {
      throw new LabError("fault", "faults need the tools image, which could not be had", {
        next: "./lab images build tools",
      });
    }
    const resolver =
      place.kind === "client" && place.dns ? await addressOn(docker, place.dns, place.network) : undefined;
    const [entrypoint, ...rest] = withResolver(resolver, command);
    const container = await asking(
      docker.createContainer({
        Image: image,
        Entrypoint: [entrypoint!],
        Cmd: rest,
        Labels: { ...owned, ...own, [labels.maker]: makerOf(await maker) },
        HostConfig: { Init: true, ...hostOf(place) } as Docker.HostConfig,
      }),
    );
    try {
      if (place.kind === "client") {
        await asking(container.putArchive(await loadWorkerArchive(options.workerFile), { path: "/" }));
      }
      await asking(container.start());
    } catch (thrown) {
      await container.remove({ force: true, v: true }).catch(() => {}); // its label is left for `clean`
      throw thrown;
    }
    return container.id;
  };

  const list = (filter: readonly string[], all: boolean) =>
    asking(docker.listContainers({ all, filters: { label: [`${labels.run}=${options.run}`, ...filter] } }));

  return {
    async warm(place) {
      const name = await nameOf(place);
      const [found] = await list([`${labels.place}=${name}`], false);
      return found?.Id ?? (await create(place, { [labels.place]: name }, ["sleep", "infinity"]));
    },
    start: (place, fault, command) => create(place, { [labels.fault]: fault }, command),
    async log(id, lines) {
      const raw = await asking(docker.getContainer(id).logs({ stdout: true, tail: lines }));
      return withoutFrames(raw as unknown as Buffer);
    },
    async ofFault(fault) {
      const found = await list([`${labels.fault}=${fault}`], true);
      return found.map((one) => ({ id: one.Id, running: one.State === "running" }));
    },
    async remove(id) {
      const container = docker.getContainer(id);
      await unless([304, 404], container.stop({ t: graceS }));
      await unless([404, 409], container.remove({ force: true, v: true }));
    },
    async removeWarm(whose) {
      const his = whose ? [`${labels.maker}=${makerOf(whose)}`] : [];
      const found = await list([`${labels.role}=${helperRole}`, labels.place, ...his], true);
      await Promise.all(
        found.map((one) => unless([404, 409], docker.getContainer(one.Id).remove({ force: true, v: true }))),
      );
    },
  };
}
