import { expect, test } from "vitest";
import { aptError } from "./apt.ts";

test.each([
  ["W: Failed to fetch http://x/InRelease  Temporary failure resolving 'x'", /check the network/],
  ["E: Failed to fetch http://x/InRelease  Could not connect to 127.0.0.1:1", /STAGECRAFT_DEBIAN_MIRROR/],
  ["W: GPG error: http://x forky InRelease: NO_PUBKEY 6ED0E7B82643E131", /debian-archive-keyring/],
  ["E: You don't have enough free space: No space left on device", /free some disk space/],
  ["E: Unable to locate package docker.io", /mend what apt says/],
])("apt's %s leads somewhere", (output, next) => {
  const error = aptError("downloading", output);
  expect(error.code).toBe("environment");
  expect(error.message).toBe(`downloading: ${output.slice(3)}`);
  expect(error.next).toMatch(next);
});
