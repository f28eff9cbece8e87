import { type StageCase, stageTells } from "../testing/bad-stage.ts";

const after = (line: string): [string, string] => ["    cpus: 0.3", `${line}\n    cpus: 0.3`];

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
    ...after("    post_start: [{command: [date]}]"),
    "post_start",
    "post_start needs Compose 2.30",
    "leave it out",
  ],
];

stageTells("keys that users' Compose does not know", cases);
