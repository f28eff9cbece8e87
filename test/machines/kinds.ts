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
  /** Debian's own kernel, every instruction emulated: slow, and as real as it gets here. */
  emulated?: boolean;
}

const daemon = (config: object, more = "") =>
  `mkdir -p /etc/docker && echo '${JSON.stringify(config)}' >/etc/docker/daemon.json\n${more}systemctl restart docker`;

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
    prepare: [
      "mkdir -p /etc/systemd/system/docker.service.d",
      "printf '[Service]\\nTemporaryFileSystem=/root /home\\n' >/etc/systemd/system/docker.service.d/apart.conf",
      daemon({ "exec-opts": ["native.cgroupdriver=cgroupfs"] }, "systemctl daemon-reload\n"),
      "socat UNIX-LISTEN:/run/desktop.sock,fork,group=docker,mode=660 UNIX-CONNECT:/run/docker.sock &",
      "sleep 1",
    ].join("\n"),
    environment: "export DOCKER_HOST=unix:///run/desktop.sock;",
  },
  rootless: {
    name: "rootless",
    what: "Docker without root",
    prepare: "systemctl disable --now docker.socket docker.service",
  },
  podman: {
    name: "podman",
    what: "Podman's socket",
    prepare: "systemctl disable --now docker.socket docker.service",
  },
  emulated: {
    name: "emulated",
    what: "Debian 13 with Debian's own kernel, emulated instruction by instruction",
    emulated: true,
  },
} satisfies Record<string, MachineKind>;
