import { z } from "zod";

export const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** Seconds, bytes and the like: a number, or words that compose reads. */
export const amount = z.union([z.number(), z.string().max(60)]);
/** A list of words, or one text that a shell splits; `null` takes the image's. */
export const words = z.union([z.string(), z.array(scalar)]).nullable();
export const serviceName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]+$/, { error: "is no name of a compose service" });
/** Names of networks, volumes, configs and secrets: nothing that could be a path or an address. */
export const partName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, { error: "is no plain name" });
/** A place in a container. */
export const inside = z.string().regex(/^\/[^:$]*$/, { error: "is no absolute path in the container" });
/** A file or folder of the checkout, from the stage's folder on; where it leads is looked at on the disk (`paths.ts`). */
export const hostPath = z
  .string()
  .regex(/^\.{1,2}(\/[^$:]*)?$/, { error: "is no path from the stage's folder on: ./NAME" });
/** A file of the same stage from which a service is taken. */
export const stagePath = z.string().regex(/^(\.\/)?(compose|variants\/[a-z0-9-]+)\.yaml$/, {
  error: "is no file of this stage: variants/NAME.yaml",
});

const caller = `takes its value from whoever calls: write the value, or \${STAGECRAFT_NAME:-default}`;

/** `NAME: value` or `NAME=value`; without a value it would be the caller's. */
export const environment = z.union([
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: caller })),
  z.array(z.string().regex(/^[^=]+=/, { error: caller })),
]);
