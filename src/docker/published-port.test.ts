import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { requirePublished } from "./published-port.ts";

test("a port that somebody listens at is there; one that nobody does is on another machine", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await requirePublished(port);
  await new Promise((resolve) => server.close(resolve));
  await expect(requirePublished(port)).rejects.toThrow(/on another machine/);
});
