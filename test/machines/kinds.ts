/** A kind of machine that people have, as it differs from Debian 13 with its own Docker (systemd driver, cgroup v2). */
export interface MachineKind {
  name: string;
  what: string;
  /** Kernel parameters. */
  parameters?: string[];
  /** Shell, as root, before the steps. */
  prepare?: string;
  /** Variables of each step, as `export A=b;`. */
  environment?: string;
  /** The checkout is where the engine does not see it. */
  apart?: boolean;
  /** Debian's own kernel, every instruction emulated: slow, and as real as it gets here. */
  emulated?: boolean;
}

const daemon = (config: object) =>
  `mkdir -p /etc/docker && echo '${JSON.stringify(config)}' >/etc/docker/daemon.json\nsystemctl restart docker`;

const withoutDocker = "systemctl disable --now docker.socket docker.service";

/** Starts an engine as the user and waits for its socket. */
const asLearner = (command: string, socket: string) =>
  [
    `su - learner -c 'export XDG_RUNTIME_DIR=/run/user/$(id -u) PATH=$PATH:/usr/sbin:/sbin; ${command}' >/share/engine.log 2>&1 &`,
    `for _ in $(seq 600); do [ -S /run/user/1000/${socket} ] && break; sleep 0.1; done`,
  ].join("\n");

export const kinds = {
  debian: { name: "debian", what: "Debian 13, its own Docker: systemd driver, cgroup v2" },
  cgroupfs: {
    name: "cgroupfs",
    what: "the same with the cgroupfs driver",
    prepare: daemon({ "exec-opts": ["native.cgroupdriver=cgroupfs"] }),
  },
  v1: {
    name: "v1",
    what: "systemd driver, cgroup v1, as on distributions of some years ago",
    parameters: ["systemd.unified_cgroup_hierarchy=0", "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"],
  },
  forwarded: {
    name: "forwarded",
    what: "an engine that does not see the checkout, behind a forwarded socket, as with Docker Desktop",
    apart: true,
    prepare: [
      daemon({ "exec-opts": ["native.cgroupdriver=cgroupfs"] }),
      "socat UNIX-LISTEN:/run/desktop.sock,fork,backlog=128,group=docker,mode=660 UNIX-CONNECT:/run/docker.sock &",
      "sleep 1",
    ].join("\n"),
    environment: "export DOCKER_HOST=unix:///run/desktop.sock;",
  },
  registry: {
    name: "registry",
    what: "official images, from a mirror on the same machine that serves ours under their names",
    prepare: [
      "echo '{version: 0.1, log: {level: warn}, storage: {filesystem: {rootdirectory: /srv/registry}}, http: {addr: \"127.0.0.1:5000\"}}' >/srv/registry.yml",
      "docker-registry serve /srv/registry.yml >/share/registry.log 2>&1 &",
      "sleep 3",
      "for image in nginx:1.30 mysql:9.7; do",
      "  name=$(echo $image | cut -d: -f1) there=127.0.0.1:5000/library/$image",
      "  ours=$(docker images --format '{{.Repository}}:{{.Tag}}' | grep \"^stagecraft/$name:\" | head -n 1)",
      "  docker tag $ours $there && docker push -q $there && docker rmi -f $ours $there",
      "done",
      daemon({ "registry-mirrors": ["http://127.0.0.1:5000"] }),
    ].join("\n"),
  },
  rootless: {
    name: "rootless",
    what: "Docker without root",
    prepare: `${withoutDocker}\n${asLearner("/usr/share/docker.io/contrib/dockerd-rootless.sh", "docker.sock")}`,
    environment: "export DOCKER_HOST=unix:///run/user/1000/docker.sock;",
  },
  podman: {
    name: "podman",
    what: "Podman's socket",
    prepare: `${withoutDocker}\n${asLearner("podman system service --time=0 unix:///run/user/1000/podman.sock", "podman.sock")}`,
    environment: "export DOCKER_HOST=unix:///run/user/1000/podman.sock;",
  },
  emulated: {
    name: "emulated",
    what: "Debian 13 with Debian's own kernel, emulated instruction by instruction",
    emulated: true,
  },
} satisfies Record<string, MachineKind>;
