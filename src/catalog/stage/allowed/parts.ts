import { z } from "zod";
import { isPlain } from "../merge.ts";
import { amount, hostPath, partName } from "./leaves.ts";
import { service } from "./service.ts";

// The one way to name addresses: the controller picks three bytes for each run, the default is for use by hand.
const runSubnet = `\${STAGECRAFT_VIP_NET:-10.77.0}`;

const pool = z.strictObject({
  subnet: z
    .literal(`${runSubnet}.0/24`, { error: `is fixed, and clashes with other runs: ${runSubnet}.0/24` })
    .optional(),
  gateway: z
    .literal(`${runSubnet}.1`, { error: `is fixed, and clashes with other runs: ${runSubnet}.1` })
    .optional(),
  ip_range: z
    .string()
    .refine(isUpperPart, { error: `is no part of ${runSubnet}.0/24` })
    .optional(),
});

function isUpperPart(text: string): boolean {
  return (
    text.startsWith(`${runSubnet}.`) && /^\d{1,3}\/(2[4-9]|3[0-2])$/.test(text.slice(runSubnet.length + 1))
  );
}

/** Keys of a network. */
export const networkKeys = z.strictObject({
  driver: z.literal("bridge").optional(),
  driver_opts: z
    .strictObject({
      "com.docker.network.bridge.enable_ip_masquerade": z.enum(["true", "false"]).optional(),
      "com.docker.network.driver.mtu": amount.optional(),
    })
    .optional(),
  internal: z.boolean().optional(),
  ipam: z.strictObject({ config: z.array(pool).optional() }).optional(),
});

const largestDiskMiB = 256;
const diskOnly =
  `can reach the host's folders and devices: leave it out, or ask for a disk in memory, of ${largestDiskMiB}m at most: ` +
  '{type: tmpfs, device: tmpfs, o: "size=32m,uid=1000,gid=1000,mode=0755"}';

/** Keys of a volume. */
export const volumeKeys = z.strictObject({
  // a driver can mount any folder or device of the host
  driver: z.literal("local", { error: "is not known to keep to itself: only local is" }).optional(),
  driver_opts: z.custom(isSmallDisk, { error: diskOnly }).optional(),
});

function isSmallDisk(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const { type, device, o, ...others } = value;
  if (type !== "tmpfs" || device !== "tmpfs" || Object.keys(others).length > 0) return false;
  const words = String(o).split(",");
  // a size of 0 would mean none
  const sizes = words.flatMap((word) => /^size=([1-9]\d{0,5})([km])$/.exec(word)?.slice(1) ?? []);
  const known = words.every((word) => /^(size=\d+[km]|[ug]id=\d{1,6}|mode=[0-7]{3,4})$/.test(word));
  if (sizes.length !== 2 || !known) return false;
  return Number(sizes[0]) / (sizes[1] === "m" ? 1 : 1024) <= largestDiskMiB;
}

const text = z.union([z.strictObject({ content: z.string() }), z.strictObject({ file: hostPath })]);

/** A stage's compose.yaml, or a file that is laid over one: all that it may say. */
export const stageFile = z.strictObject({
  // looked at by `extension.ts`
  "x-stagecraft": z.unknown().optional(),
  services: z.record(partName, service.nullable()).optional(),
  networks: z.record(partName, networkKeys.nullable()).optional(),
  volumes: z.record(partName, volumeKeys.nullable()).optional(),
  configs: z.record(partName, text).optional(),
  secrets: z.record(partName, text).optional(),
});
