import { afterAll, expect, test } from "vitest";
import { type StageCase, stageTells } from "../../testing/bad-stage.ts";
import { goodStage, testProject } from "../../testing/project.ts";
import { readStage } from "../read-stage.ts";

const disk = "volumes: {data: {}}";
const options = (text: string) => `volumes: {data: {driver_opts: {${text}}}}`;
const net = `\${STAGECRAFT_VIP_NET:-10.77.0}`;
const hostsDisk = `"driver_opts" can reach the host's folders and devices`;

const cases: StageCase[] = [
  [
    "a name for an interface",
    "    networks: [outside, inside]",
    "    networks: {outside: {interface_name: eth0}, inside: {}}",
    "interface_name",
    "interface_name needs Compose 2.36, and a stage must come up with 2.24",
    "ip address show to SUBNET",
  ],
  [
    "a hook",
    "    cpus: 0.3",
    "    post_start: [{command: [date]}]\n    cpus: 0.3",
    "post_start",
    "post_start needs Compose 2.30",
    "leave it out",
  ],
  [
    "a container name",
    "    cpus: 0.3",
    "    container_name: lb\n    cpus: 0.3",
    "container_name",
    "a fixed container name clashes with other runs",
  ],
  [
    "privileges",
    "    cpus: 0.3",
    "    privileged: true\n    cpus: 0.3",
    "privileged",
    "a stage takes no privileges over the host",
  ],
  [
    "a capability over more than its network",
    "    cpus: 0.3",
    "    cap_add: [NET_ADMIN, SYS_ADMIN]\n    cpus: 0.3",
    "SYS_ADMIN",
    "this entry is SYS_ADMIN, a capability that reaches beyond the stage: it may have NET_ADMIN, NET_RAW",
  ],
  [
    "a setting of the host's kernel",
    "    cpus: 0.3",
    "    sysctls: [net.ipv4.ip_forward=1, kernel.shmmax=1]\n    cpus: 0.3",
    "kernel.shmmax=1",
    "this entry is no setting of the server's own network",
  ],
  [
    "the host's processes",
    "    cpus: 0.3",
    "    pid: host\n    cpus: 0.3",
    "host\n",
    '"pid" leaves the stage',
  ],
  [
    "a fixed host port",
    '"127.0.0.1::80"',
    '"127.0.0.1:8080:80"',
    '"127.0.0.1:8080:80"',
    "the fixed host port 8080 clashes with other runs",
    '"127.0.0.1::80"',
  ],
  ["a port on every address", '"127.0.0.1::80"', '"80"', '"80"]', "this port is open to other machines"],
  [
    "a port on another address",
    '"127.0.0.1::80"',
    '"0.0.0.0::80"',
    '"0.0.0.0::80"',
    "this port is open to other machines",
  ],
  [
    "a port in the long form",
    '"127.0.0.1::80"',
    "{target: 80, published: 8080}",
    "{target: 80, p",
    "this port is open to other machines",
  ],
  [
    "a port behind a variable",
    '"127.0.0.1::80"',
    `"\${STAGECRAFT_BIND:-0.0.0.0}::80"`,
    `"\${STAGECRAFT_BIND`,
    "this port is open to other machines",
  ],
  [
    "a fixed subnet",
    "inside: {internal: true}",
    "inside: {ipam: {config: [{subnet: 10.9.0.0/24}]}}",
    "10.9.0.0/24",
    '"subnet" is fixed, and clashes with other runs',
  ],
  ...(
    [
      ["another variable's subnet", `subnet: "\${STAGECRAFT_ANY:-10.77.0}.0/24"`, '"subnet" is fixed'],
      ["a subnet of another size", `subnet: "${net}.0/16"`, '"subnet" is fixed'],
      ["a pool elsewhere", `ip_range: 10.77.0.128/25, subnet: "${net}.0/24"`, '"ip_range" is no part of'],
      ["a gateway elsewhere", `gateway: 10.77.0.1, subnet: "${net}.0/24"`, '"gateway" is fixed'],
      [
        "reserved addresses",
        `aux_addresses: {a: "${net}.9"}`,
        '"aux_addresses" is not among what a stage may say',
      ],
    ] as const
  ).map(([name, pool, what]): StageCase => {
    const key = pool.split(":")[0]!;
    const at = key === "aux_addresses" ? key : pool.slice(key.length + 2, key.length + 12);
    return [name, "inside: {internal: true}", `inside: {ipam: {config: [{${pool}}]}}`, at, what];
  }),
  [
    "a mount from above",
    "./lb.cfg:",
    "../lb.cfg:",
    '"../lb.cfg',
    "the bind mount ../lb.cfg is outside the stage's folder",
  ],
  [
    "a mount by a detour",
    "./lb.cfg:",
    "./x/../../lb.cfg:",
    '"./x/../..',
    "the bind mount ./x/../../lb.cfg is outside",
  ],
  ["a mount of the host", "./lb.cfg:", "/etc/hosts:", '"/etc/hosts', "the bind mount /etc/hosts is outside"],
  ["a mount of the home", "./lb.cfg:", "~/lb.cfg:", '"~/lb.cfg', "the bind mount ~/lb.cfg is outside"],
  [
    "a mount in the long form",
    '"./lb.cfg:/etc/lb.cfg:ro"',
    "{type: bind, source: /etc, target: /x, read_only: true}",
    "/etc, target",
    "the bind mount /etc is outside",
  ],
  [
    "the engine's socket",
    "./lb.cfg:",
    "/var/run/docker.sock:",
    '"/var/run',
    "the bind mount /var/run/docker.sock is outside the stage's folder",
  ],
  [
    "a volume's driver",
    disk,
    "volumes: {data: {driver: vieux/sshfs}}",
    "vieux",
    '"driver" is not known to keep to itself: only local is',
  ],
  ...(
    [
      ["a folder of the host as a volume", 'type: none, device: /etc, o: "bind"'],
      ["a device of the host as a volume", "type: ext4, device: /dev/sda1"],
      ["a share as a volume", 'type: nfs, device: ":/export", o: "addr=10.0.0.1"'],
      ["a disk in memory without an end", "type: tmpfs, device: tmpfs"],
      ["a disk in memory of no size", 'type: tmpfs, device: tmpfs, o: "size=0m"'],
      ["a disk in memory with the default end", 'type: tmpfs, device: tmpfs, o: "uid=1000"'],
      ["a disk in memory that is a share of it", 'type: tmpfs, device: tmpfs, o: "size=50%"'],
      ["a disk in memory that is too large", 'type: tmpfs, device: tmpfs, o: "size=257m"'],
      ["a disk in memory whose last size counts", 'type: tmpfs, device: tmpfs, o: "size=1m,size=200m"'],
      ["a disk in memory with another option", 'type: tmpfs, device: tmpfs, o: "size=1m,suid"'],
      ["a disk in memory with another key", 'type: tmpfs, device: tmpfs, o: "size=1m", x: y'],
    ] as const
  ).map(([name, text]): StageCase => [name, disk, options(text), `{${text}}`, hostsDisk]),
];

stageTells("what a stage must not do to the host: tells", cases);

const project = testProject();
afterAll(() => project.remove());

test.each(["size=32m,uid=1000,gid=1000,mode=0755", "size=262144k", "mode=1777,size=256m"])(
  "a small disk in memory is no harm: %s",
  (o) => {
    const small = `volumes: {data: {driver: local, driver_opts: {type: tmpfs, device: tmpfs, o: "${o}"}}}`;
    project.write("compose/pair/compose.yaml", goodStage.replace(disk, small));
    expect(readStage(project.composeDir, "pair")).not.toHaveProperty("problems");
  },
);

test("power over its own network is no harm", () => {
  const own = "    cap_add: [NET_ADMIN]\n    sysctls: {net.ipv4.ip_forward: 1}\n    cpus: 0.3";
  project.write("compose/pair/compose.yaml", goodStage.replace("    cpus: 0.3", own));
  expect(readStage(project.composeDir, "pair")).not.toHaveProperty("problems");
});

test.each([`subnet: "${net}.0/24"`, `subnet: "${net}.0/24", ip_range: "${net}.128/25", gateway: "${net}.1"`])(
  "a subnet that is picked for each run is no harm: %s",
  (pool) => {
    const picked = goodStage.replace("inside: {internal: true}", `inside: {ipam: {config: [{${pool}}]}}`);
    expect(picked).not.toBe(goodStage);
    project.write("compose/pair/compose.yaml", picked);
    expect(readStage(project.composeDir, "pair")).not.toHaveProperty("problems");
  },
);
