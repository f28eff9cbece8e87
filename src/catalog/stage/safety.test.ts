import { type StageCase, stageTells } from "../testing/bad-stage.ts";

const cases: StageCase[] = [
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
    "the host's processes",
    "    cpus: 0.3",
    "    pid: host\n    cpus: 0.3",
    "pid: host",
    '"pid: host" leaves the stage',
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
    `"\${BIND:-0.0.0.0}::80"`,
    `"\${BIND`,
    "this port is open to other machines",
  ],
  [
    "a fixed subnet",
    "inside: {internal: true}",
    "inside: {ipam: {config: [{subnet: 10.9.0.0/24}]}}",
    "ipam",
    "a fixed subnet clashes with other runs",
  ],
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
    "{type: bind, source: /etc, target: /x}",
    "{type: bind",
    "the bind mount /etc is outside",
  ],
  [
    "the engine's socket",
    "./lb.cfg:",
    "/var/run/docker.sock:",
    '"/var/run',
    "no container gets the engine's socket",
  ],
];

stageTells("what a stage must not do to the host: tells", cases);
