import type { FaultKind } from "./fault-kind.ts";

const inHelper = "its helper removes the rules when its time is up; heal sweeps the namespace";
const byKeeper = "the keeper, a process of its own, undoes it from the journal";
const direction = {
  means: "which packets, as the target sees them",
  type: "word",
  choices: ["both", "in", "out"],
  default: "both",
} as const;

/** Every kind of fault there is. */
export const faultKinds: readonly FaultKind[] = [
  {
    name: "noop",
    does: "does nothing: shows the frame around a fault, and is a negative control",
    proof: "nothing to prove",
    heals: "nothing to undo",
    aim: "server",
    holds: "none",
    needs: [],
    params: {},
  },
  {
    name: "kill",
    does: "SIGKILL to every container of the server at once; started again when the fault ends",
    proof: "the engine says that none of them runs",
    heals: byKeeper,
    aim: "server",
    holds: "life",
    needs: [],
    params: {
      "restart-after": {
        means: "starts them again so long after the kill, before the fault ends",
        type: "duration",
        least: "0ms",
        most: "60m",
        optional: true,
      },
    },
  },
  {
    name: "stop",
    does: "stops the server in order: SIGTERM, time to finish, then SIGKILL; started again when the fault ends",
    proof: "the engine says that none of its containers runs",
    heals: byKeeper,
    aim: "server",
    holds: "life",
    needs: [],
    params: {},
  },
  {
    name: "pause",
    does: "freezes every process of the server: connections stay open and nobody answers",
    proof: "the engine says that they are paused, and the kernel that their processes are frozen",
    heals: byKeeper,
    aim: "server",
    holds: "life",
    needs: [],
    params: {},
  },
  {
    name: "process-kill",
    does: "kills processes inside the server by name, such as a worker; the container goes on",
    proof: "those very processes are gone; with STOP, that they stand still",
    heals:
      "whoever supervises them starts new ones; a container that ended with them is started again, a stopped process goes on",
    aim: "server",
    holds: "life",
    needs: [["privileged"]],
    params: {
      process: {
        means: "name of the processes (as /proc/PID/comm has it) or of their program",
        type: "word",
        example: "node",
      },
      count: {
        means: "how many of them, the container's own first process last; all when left out",
        type: "count",
        least: "1",
        most: "999999",
        optional: true,
      },
      signal: {
        means: "the signal",
        type: "word",
        choices: ["KILL", "TERM", "STOP", "SEGV"],
        default: "KILL",
      },
    },
  },
  {
    name: "partition",
    does: "cuts the server off: packets vanish, nobody is told; the host stays up and silent",
    proof: "packets that its rules dropped, a probe of our own among them",
    heals: inHelper,
    aim: "server",
    holds: "none",
    needs: [["iptables"]],
    params: {
      direction,
      from: {
        means: "only from these servers (a partition between two groups); from everybody when left out",
        type: "names",
        optional: true,
      },
    },
  },
  {
    name: "latency",
    does: "adds to the round-trip time of everything that the server speaks, whatever the protocol",
    proof: "the round-trip time from inside its network namespace",
    heals: inHelper,
    aim: "server",
    holds: "qdisc",
    needs: [["netem", "nfqueue"]],
    params: {
      // a longer one could not be proved in time
      delay: {
        means: "added round-trip time",
        type: "duration",
        default: "100ms",
        least: "1ms",
        most: "4000ms",
      },
      jitter: { means: "up to so much more or less, evenly", type: "duration", default: "0ms" },
    },
    together({ delay, jitter }) {
      if (Number(jitter) <= Math.min(Number(delay), 4000 - Number(delay))) return [];
      const most = Math.min(Number(delay), 4000 - Number(delay));
      const what = `jitter=${jitter}ms is too much for a delay of ${delay} ms`;
      return [{ name: "jitter", given: true, what, next: `give at most ${most}ms` }];
    },
  },
  {
    name: "loss",
    does: "drops a random share of the packets that reach the server; one packet between containers may be 64 KiB of a stream",
    proof: "the share that its rule dropped while a burst of our own packets came in",
    heals: inHelper,
    aim: "server",
    holds: "none",
    needs: [["statistic"]],
    // less could not be proved with a burst of packets
    params: {
      share: { means: "share of packets", type: "share", default: "10%", least: "0.1%", most: "100%" },
    },
  },
  {
    name: "bandwidth",
    does: "limits how much the server sends and receives on each of its networks; what is too much waits for up to 200 ms",
    proof: "bytes per second of a burst of our own, each way",
    heals: inHelper,
    aim: "server",
    holds: "qdisc",
    needs: [["tbf"], ["ifb"]],
    params: {
      // more could not be proved with packets of our own; to cut the server off there is partition
      rate: {
        means: "bits per second, each way",
        type: "bits",
        default: "1mbit",
        least: "8kbit",
        most: "200mbit",
      },
      direction,
    },
  },
  {
    name: "reset",
    does: "answers the server's TCP traffic with resets: connections break, new ones are refused",
    proof: "a connection that we ask for from inside is refused by its rule",
    heals: inHelper,
    aim: "server",
    holds: "none",
    needs: [["reject"]],
    params: {
      port: {
        means: "only this port of the server; every port when left out",
        type: "count",
        least: "1",
        most: "65535",
        optional: true,
      },
      share: {
        means: "share of the packets that are answered so",
        type: "share",
        default: "100%",
        least: "0.1%",
        most: "100%",
      },
    },
  },
  {
    name: "dns-down",
    does: "the server gets no answers to its name look-ups, by UDP or TCP; it waits for them in vain",
    proof: "a look-up of our own from its network namespace gets none",
    heals: inHelper,
    aim: "server",
    holds: "dns",
    needs: [["iptables"]],
    params: {},
  },
  {
    name: "dns-lie",
    does: "the server gets a wrong address for a name (by UDP); connections that are open stay",
    proof: "a look-up of our own from its network namespace gets the lie",
    heals: inHelper,
    aim: "server",
    holds: "dns",
    needs: [["nfqueue"]],
    params: {
      name: { means: "the name that is lied about", type: "word", example: "db" },
      address: {
        means: "the address it gets; an address nobody has when left out",
        type: "word",
        default: "192.0.2.1",
      },
    },
  },
  {
    name: "cpu",
    does: "takes most of the server's processor time away",
    proof: "the limit that the kernel holds for it, and a busy loop of our own that gets no more",
    heals: byKeeper,
    aim: "server",
    holds: "cpu",
    needs: [],
    params: {
      to: {
        means: "share of its machine type that is left",
        type: "share",
        default: "25%",
        least: "1%",
        most: "99%",
      },
    },
  },
  {
    name: "memory",
    does: "a greedy process on the same machine takes its memory until the kernel kills the largest process",
    proof: "the kernel's OOM killer struck inside the server's own limit, or so little is left as was asked",
    heals: `the greedy process ends when its time is up; ${byKeeper}`,
    aim: "server",
    holds: "memory",
    needs: [["privileged"]],
    params: {
      leave: {
        means: "stops when so little is left, instead of going on until something is killed",
        type: "size",
        optional: true,
      },
    },
  },
  {
    name: "disk-full",
    does: "fills the server's own size-capped volume to the last byte",
    proof: "a write to it fails for want of space",
    heals: `the fill file is removed when its time is up; ${byKeeper}`,
    aim: "server",
    holds: "disk",
    needs: [],
    params: {},
  },
  {
    name: "noisy-neighbour",
    does: "greedy processes on the same machine use up the processor time that is meant for the server",
    proof: "the processor time that they got",
    heals: `they end when their time is up; ${byKeeper}`,
    aim: "server",
    holds: "none",
    needs: [["privileged"]],
    params: {
      processes: {
        means: "how many greedy processes",
        type: "count",
        default: "2",
        least: "1",
        most: "32",
      },
    },
  },
  {
    name: "traffic-spike",
    does: "sends many more requests to the entry, open loop, from a client of its own",
    proof: "its own record of the requests that it sent in the last second",
    heals: `the client ends when its time is up; ${byKeeper}`,
    aim: "entry",
    holds: "none",
    needs: [],
    params: {
      rate: {
        means: "requests per second on top",
        type: "count",
        default: "300",
        least: "1",
        most: "100000",
      },
      path: { means: "what is asked for", type: "word", default: "/feed" },
    },
    together({ path }) {
      if (String(path).startsWith("/")) return [];
      const what = `path=${path} does not begin with /`;
      return [{ name: "path", given: true, what, next: "such as path=/feed" }];
    },
  },
  {
    name: "slow-query",
    does: "runs a query on the database that keeps it busy",
    proof: "the database lists the query as running",
    heals: `the query has a time limit of its own; ${byKeeper}`,
    aim: "database",
    holds: "none",
    needs: [],
    params: {
      sessions: { means: "how many at once", type: "count", default: "2", least: "1", most: "100" },
      statement: {
        means: "the SELECT to run; a join without a condition over the posts when left out",
        type: "text",
        optional: true,
        example: "SELECT SLEEP(5)",
      },
    },
  },
  {
    name: "operator-error",
    does: "runs a wrong statement on the database, as an operator's slip would; renames a table away when none is given",
    proof: "the statement was carried out, and for the default the table cannot be read",
    heals: `the undo statement; ${byKeeper}`,
    aim: "database",
    holds: "none",
    needs: [],
    params: {
      table: {
        means: "the table that is renamed away when no statement is given",
        type: "word",
        default: "posts",
      },
      statement: {
        means: "another statement",
        type: "text",
        optional: true,
        example: "TRUNCATE TABLE posts",
      },
      undo: {
        means: "what undoes that statement, or `none` when the damage is meant to stay",
        type: "text",
        optional: true,
        example: "none",
      },
    },
  },
  {
    name: "join",
    does: "starts a server that was off when the load began",
    proof: "the engine says that it runs",
    heals: "a server that joined stays",
    aim: "server",
    holds: "life",
    needs: [],
    params: {},
    stepOnly: true,
  },
];
