import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Address } from "../environment.ts";
import { createSentinels, type Sentinels } from "./sentinels.ts";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Says this, whatever it is asked; nothing at all when that is empty. */
async function sentinel(says: () => string): Promise<Address> {
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    socket.on("data", () => says() !== "" && socket.write(says()));
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { name: `s-${port}`, host: "127.0.0.1", port };
}

const named = (ip: string) => `*2\r\n$${ip.length}\r\n${ip}\r\n$4\r\n6379\r\n`;

const primaryOf = (sentinels: Sentinels) =>
  new Promise((resolve, reject) => {
    sentinels.lookup("any", {}, (error, address) => (error ? reject(error) : resolve(address)));
  });

test("silent, dead and ignorant ones are passed over", async () => {
  const dead = await sentinel(() => "");
  servers.pop()!.close();
  const all = [
    dead,
    await sentinel(() => ""),
    await sentinel(() => "*-1\r\n"),
    await sentinel(() => "-IDONTKNOW\r\n"),
    await sentinel(() => named("10.1.2.3")),
  ];
  const sentinels = createSentinels(all, "main", 100);
  expect(await primaryOf(sentinels)).toBe("10.1.2.3");
  expect(sentinels.last()).toBe("10.1.2.3");
  // the one that knew is asked first the next time
  const began = performance.now();
  expect(await primaryOf(sentinels)).toBe("10.1.2.3");
  expect(performance.now() - began).toBeLessThan(90);
});

test("when none knows, the last one's reason is told", async () => {
  const sentinels = createSentinels([await sentinel(() => "*-1\r\n")], "main", 100);
  await expect(primaryOf(sentinels)).rejects.toThrow(/^sentinel s-\d+: it knows no group main$/);
});

test("a watch tells of another primary, and of nothing else", async () => {
  let now = "10.1.2.3";
  const sentinels = createSentinels([await sentinel(() => named(now))], "main", 100);
  await primaryOf(sentinels);
  const seen: string[] = [];
  const stop = sentinels.watch(10, (address) => seen.push(address));
  await expect.poll(() => sockets.length).toBeGreaterThan(4);
  expect(seen).toEqual([]);
  now = "10.1.2.4";
  await expect.poll(() => seen.at(-1)).toBe("10.1.2.4");
  stop();
});
