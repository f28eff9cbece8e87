import type { BrokenStage } from "./broken-stage.ts";

/** How the network of a stage looks from inside its namespaces, with the tools of helpers. */
export interface NetworkView {
  /** The warm helper in the namespace of a service. */
  helperAt: (service: string) => Promise<string>;
  /** Runs a command in the namespace of a service. */
  at: (service: string, ...command: string[]) => Promise<string>;
  /** Rules without their counts, queues, devices and fault processes; tables that are empty are as good as none. */
  namespaceOf: (service: string) => Promise<string>;
  /** Connects from one service's namespace to a port of another: `ok` or Python's name of what went wrong. */
  connect: (from: string, to: string, port: number) => Promise<{ said: string; ms: number }>;
  /** The address that a look-up gets there; empty when it gets none. */
  lookUp: (at: string, name: string) => Promise<string>;
  /** Percent of 200 pings that got no answer. */
  lost: (from: string, to: string) => Promise<number>;
  /** Mbit/s of a stream for the better part of a second. */
  stream: (from: string, to: string) => Promise<number>;
}

const look = `
iptables-save | grep -e '^-A' -e '^:[^ ]* -' | sed 's/ \\[.*//'
tc qdisc show | sed 's/ refcnt.*//'
ip -o link show | cut -d: -f2
grep -lz '^READY=' /proc/[0-9]*/environ 2>/dev/null`;

const connectProgram = `
import socket, sys, time
begin, said = time.monotonic(), "ok"
try: socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)
except OSError as error: said = type(error).__name__
print(said, (time.monotonic() - begin) * 1000)`;

const takeProgram = `
import socket, time
listening = socket.create_server(("", 7007))
listening.settimeout(5)
wire, _ = listening.accept()
begin, got = time.monotonic(), 0
while time.monotonic() - begin < 0.8: got += len(wire.recv(1 << 16))
print(got * 8 / 1e6 / (time.monotonic() - begin))`;

const pourProgram = `
import socket, sys, time
for _ in range(100):
  try:
    wire = socket.create_connection((sys.argv[1], 7007), 3)
    break
  except OSError: time.sleep(0.02)
try:
  while True: wire.send(bytes(1 << 16))
except OSError: pass`;

export function networkView({ room, container }: BrokenStage): NetworkView {
  const { helpers, reach } = room;
  const helperAt = (service: string) => helpers.warm({ kind: "network", of: container(service) });
  const at = async (service: string, ...command: string[]) =>
    (await reach.containers.exec(await helperAt(service), command)).output.trim();
  const python = (service: string, program: string, ...args: string[]) =>
    at(service, "python3", "-c", program, ...args);
  const addressOf = async (service: string) => (await reach.containers.addresses(container(service)))[0]!;
  return {
    helperAt,
    at,
    namespaceOf: (service) => at(service, "sh", "-c", look),
    async connect(from, to, port) {
      const [said, ms] = (await python(from, connectProgram, to, String(port))).split(" ");
      return { said: said!, ms: Number(ms) };
    },
    lookUp: (service, name) =>
      at(service, "sh", "-c", `timeout 0.7 getent ahostsv4 ${name} | head -n1 | cut -d' ' -f1`),
    async lost(from, to) {
      const said = await at(from, "ping", "-qn", "-c200", "-i0.002", "-W0.3", await addressOf(to));
      return Number(/([\d.]+)% packet loss/.exec(said)?.[1]);
    },
    async stream(from, to) {
      const took = python(to, takeProgram);
      await python(from, pourProgram, await addressOf(to));
      return Number(await took);
    },
  };
}
