import { expect, test } from "vitest";
import { quotaPlace } from "./place.ts";

const owner = { run: "20261121-150405-1a2b", alias: "one-backend", server: "app-1" };

test("the cgroupfs driver takes a path", () => {
  const path = "/stagecraft/20261121-150405-1a2b/one-backend/app-1";
  expect(quotaPlace("cgroupfs", owner)).toEqual({ parent: path, path });
});

test("systemd's driver takes a slice, in which only the dashes of ours lead down", () => {
  expect(quotaPlace("systemd", owner)).toEqual({
    parent: "stagecraft_20261121_150405_1a2b-one_backend-app_1.slice",
    path:
      "/stagecraft_20261121_150405_1a2b.slice/stagecraft_20261121_150405_1a2b-one_backend.slice/" +
      "stagecraft_20261121_150405_1a2b-one_backend-app_1.slice",
  });
});

test("another driver has no shared limits", () => {
  expect(quotaPlace("none", owner)).toBeUndefined();
});
