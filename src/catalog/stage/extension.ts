import { z } from "zod";
import { type MachineName, machineTypes } from "../../model/machines.ts";
import { identifier } from "../schema/units.ts";
import { strict } from "../source/shape.ts";

const serviceName = z.string().regex(/^[a-zA-Z0-9._-]+$/, { error: "is no name of a compose service" });
// a variable stands for a part of an address that is chosen for each run
const hostName = z
  .string()
  .max(200)
  .regex(/^(\$\{STAGECRAFT_[A-Z0-9_]+:-[0-9.]+\}|[A-Za-z0-9])([A-Za-z0-9.-]*[A-Za-z0-9])?$/, {
    error: "is no host name and no address",
  });
const variable = z.string().regex(/^STAGECRAFT_[A-Z0-9_]+$/, { error: "is no variable: STAGECRAFT_…" });

const server = strict({
  type: z
    .enum(Object.keys(machineTypes) as MachineName[])
    .meta({ description: "Machine type: what its services may use together" }),
  services: z.array(serviceName).min(1).meta({ description: "The services that faults may touch" }),
  sandbox: serviceName.optional().meta({
    description: "Owner of the server's network namespace, never killed; found by network_mode when left out",
  }),
  role: z.enum(["entry", "app", "database"]).optional().meta({
    description: "What the server is for; a fault without a target finds it by this",
  }),
  disk: strict({ service: serviceName, path: z.string().startsWith("/", { error: "is no absolute path" }) })
    .optional()
    .meta({ description: "A size-capped volume of its own, as one of its services sees it" }),
  cgroup: variable
    .optional()
    .meta({ description: "Variable of the shared cgroup parent; found by cgroup_parent when left out" }),
});

/** `x-stagecraft` of a stage's compose.yaml. */
export const stageExtension = strict({
  entry: strict({
    service: serviceName,
    port: z.int().min(1).max(65_535),
    host: hostName.optional().meta({
      description:
        "What clients inside connect to instead of the service's name: a DNS name or an address of the stage",
    }),
  }),
  client: strict({
    network: z.string().min(1),
    cpus: z.number().positive(),
    dns: serviceName.optional().meta({ description: "The service that is the clients' only resolver" }),
  }),
  servers: z.record(identifier, server),
  zones: z
    .record(identifier, z.array(identifier).min(1))
    .optional()
    .meta({ description: "Servers that can be lost together, such as a site: name -> servers" }),
  standardFault: strict({ kind: z.string().min(1), target: z.string().min(1) })
    .optional()
    .meta({ description: "The fault of `bench`: kind, and the server or service that it strikes" }),
  helpers: z.array(serviceName).optional().meta({
    description:
      "Services that are part of no server and cost nothing: one-shots, an operator's or a visitor's laptop",
  }),
});

export type StageExtension = z.infer<typeof stageExtension>;
