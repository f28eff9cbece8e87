import { lookup } from "node:dns/promises";
import { connect, type LookupFunction } from "node:net";
import type { Address } from "../environment.ts";

/** Whoever watches the Redis servers and agrees on which of them is the primary. */
export interface Sentinels {
  /** For a socket: wherever it is told to go, it goes to the primary. */
  lookup: LookupFunction;
  /** The address that was looked up last. */
  last(): string;
  /** Asks again and again; tells when they name another one than was looked up last. Returns what ends that. */
  watch(everyMs: number, onChange: (address: string) => void): () => void;
}

/** Asks one Sentinel; an array of two bulk strings comes back, or a null array when it does not know the group. */
function ask({ name, host, port }: Address, group: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`sentinel ${name}: ${why}`));
    };
    const socket = connect({ host, port });
    // the look-up of a name counts, too
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    socket.on("error", (thrown: NodeJS.ErrnoException) => fail(thrown.code ?? thrown.message));
    socket.on("close", () => {
      clearTimeout(timer);
      fail("closed the connection");
    });
    let answer = "";
    socket.setEncoding("latin1").on("data", (part: string) => {
      answer += part;
      const address = /^\*2\r\n\$\d+\r\n(\S+)\r\n\$\d+\r\n\d+\r\n/.exec(answer)?.[1];
      if (address !== undefined) {
        resolve(address);
        socket.destroy();
      } else if (/^(\*-1|-[^\r]*)\r\n/.test(answer)) {
        fail(answer.startsWith("*") ? `it knows no group ${group}` : answer.trim());
      }
    });
    socket.write(`SENTINEL GET-MASTER-ADDR-BY-NAME ${group}\r\n`);
  });
}

/** Asks them one after the other, beginning with the one that answered last. All servers have the port in common. */
export function createSentinels(addresses: readonly Address[], group: string, timeoutMs: number): Sentinels {
  const order = [...addresses];
  let last = "";
  const primary = async (): Promise<string> => {
    let why: unknown;
    for (const one of [...order]) {
      try {
        const said = await ask(one, group, timeoutMs);
        order.splice(order.indexOf(one), 1);
        order.unshift(one);
        // a group may announce names instead of addresses
        return (await lookup(said, 4)).address;
      } catch (thrown) {
        why = thrown;
      }
    }
    throw why;
  };
  return {
    lookup: (_, { all }, done) => {
      primary().then(
        (address) => {
          last = address;
          if (all) done(null, [{ address, family: 4 }]);
          else done(null, address, 4);
        },
        (thrown) => done(thrown, ""),
      );
    },
    last: () => last,
    watch(everyMs, onChange) {
      const look = setInterval(() => {
        const before = last;
        if (before === "") return;
        primary().then(
          (address) => {
            if (last === before && address !== before) onChange(address);
          },
          // without their word we stay where we are
          () => {},
        );
      }, everyMs).unref();
      return () => clearInterval(look);
    },
  };
}
