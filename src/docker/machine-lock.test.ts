import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { withLock } from "./machine-lock.ts";

it("lets one work at a time under a name, tells who waits, and frees the name after a failure", async () => {
  const name = `stagecraft-test-${randomUUID()}`;
  const signal = new AbortController().signal;
  let running = 0;
  let most = 0;
  let waited = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
    throw new Error("failed");
  };
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => withLock(name, { signal, onWait: () => waited++ }, work)),
  );
  expect(results.every((result) => result.status === "rejected" && result.reason.message === "failed")).toBe(
    true,
  );
  expect({ most, waited }).toEqual({ most: 1, waited: 2 });
});

it("stops waiting when aborted", async () => {
  const name = `stagecraft-test-${randomUUID()}`;
  const abort = new AbortController();
  await withLock(name, { signal: abort.signal, onWait: () => {} }, async () => {
    const waiting = withLock(
      name,
      { signal: abort.signal, onWait: () => abort.abort(new Error("enough")) },
      async () => {},
    );
    await expect(waiting).rejects.toThrow("enough");
  });
});
