import { expect, test } from "vitest";
import { linksToDelete, mountsUnder } from "./leftovers.ts";

test("lists the mounts under a folder, the deepest first, with escaped names decoded", () => {
  const mounts = [
    "/dev/vda / ext4 rw 0 0",
    "/dev/vda /home/data ext4 rw 0 0",
    "overlay /home/data/overlay2/a\\040b/merged overlay rw 0 0",
    "tmpfs /home/database tmpfs rw 0 0",
    "",
  ].join("\n");
  expect(mountsUnder(mounts, "/home/data")).toEqual(["/home/data/overlay2/a b/merged", "/home/data"]);
});

test("deletes an engine's bridges after their ports, and leaves other devices", () => {
  const links = [
    { ifname: "lo" },
    { ifname: "docker0" },
    { ifname: "br-0123456789ab" },
    { ifname: "br-lan" },
    { ifname: "veth1", master: "br-0123456789ab" },
    { ifname: "eth1", master: "br-lan" },
  ];
  expect(linksToDelete(links)).toEqual(["veth1", "docker0", "br-0123456789ab"]);
});
