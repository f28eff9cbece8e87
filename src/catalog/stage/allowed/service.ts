import { z } from "zod";
import {
  amount,
  environment,
  hostPath,
  inside,
  partName,
  scalar,
  serviceName,
  stagePath,
  words,
} from "./leaves.ts";

/** What a server may do in a network namespace of its own without touching anything else. */
export const capabilities = ["NET_ADMIN", "NET_RAW", "NET_BIND_SERVICE"] as const;

const capability = z
  .string()
  .refine((name) => (capabilities as readonly string[]).includes(name.replace(/^CAP_/, "")), {
    error: (issue) =>
      `is ${String(issue.input)}, a capability that reaches beyond the stage: it may have ${capabilities.join(", ")}`,
  });

const sysctl = z.string().regex(/^net\./, {
  error: "is no setting of the server's own network: only net.… is",
});

const leaves = "leaves the stage: service:NAME, or leave it out";

const build = z.strictObject({
  context: hostPath,
  dockerfile: z
    .string()
    .regex(/^[^/$.~][^$:]*$|^\.\/[^$:]+$/, { error: "is no file in the build's context" })
    .optional(),
  args: environment.optional(),
  target: partName.optional(),
});

const healthcheck = z.strictObject({
  test: words.optional(),
  interval: amount.optional(),
  timeout: amount.optional(),
  retries: z.int().optional(),
  start_period: amount.optional(),
  start_interval: amount.optional(),
  disable: z.boolean().optional(),
});

const deploy = z.strictObject({
  replicas: z.int().min(0).max(20).optional(),
  resources: z
    .strictObject({
      limits: z
        .strictObject({ cpus: amount.optional(), memory: amount.optional(), pids: z.int().optional() })
        .optional(),
    })
    .optional(),
});

const attachment = z
  .strictObject({
    aliases: z.array(partName).optional(),
    ipv4_address: z.string().optional(),
    mac_address: z.string().optional(),
    priority: z.int().optional(),
  })
  .nullable();

const port = z.union([
  z.string(),
  z.number(),
  z.strictObject({
    target: amount,
    published: amount.optional(),
    host_ip: z.string().optional(),
    protocol: z.enum(["tcp", "udp"]).optional(),
    mode: z.enum(["host", "ingress"]).optional(),
    name: z.string().optional(),
    app_protocol: z.string().optional(),
  }),
]);

/** `/target`, `name:/target[:ro]`, or `./file:/target:ro`: a server that writes there would change the checkout. */
const shortMount = z
  .string()
  .regex(
    /^([a-zA-Z0-9][a-zA-Z0-9._-]*:)?\/[^:$]*(:(ro|rw|nocopy)(,(ro|rw|nocopy))*)?$|^[./~][^:$]*:\/[^:$]*:ro$/,
    {
      error: "is no mount: NAME:/path of a volume, or ./FILE:/path:ro of a file beside compose.yaml",
    },
  );

const mount = z.union([
  shortMount,
  z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("volume"),
      source: partName.optional(),
      target: inside,
      read_only: z.boolean().optional(),
      volume: z
        .strictObject({
          nocopy: z.boolean().optional(),
          subpath: z
            .string()
            .regex(/^[^/.$][^.$]*$/)
            .optional(),
        })
        .optional(),
    }),
    z.strictObject({
      type: z.literal("tmpfs"),
      target: inside,
      tmpfs: z.strictObject({ size: amount.optional(), mode: amount.optional() }).optional(),
    }),
    z.strictObject({ type: z.literal("bind"), source: hostPath, target: inside, read_only: z.literal(true) }),
  ]),
]);

/** Where a config or a secret appears. */
const given = z.union([
  partName,
  z.strictObject({
    source: partName,
    target: z
      .string()
      .regex(/^[^:$]+$/)
      .optional(),
    mode: amount.optional(),
    uid: amount.optional(),
    gid: amount.optional(),
  }),
]);

const waits = z.union([
  z.array(serviceName),
  z.record(
    serviceName,
    z.strictObject({
      condition: z.enum(["service_started", "service_healthy", "service_completed_successfully"]).optional(),
      required: z.boolean().optional(),
      restart: z.boolean().optional(),
    }),
  ),
]);

const limit = z.union([z.int(), z.strictObject({ soft: z.int().optional(), hard: z.int().optional() })]);

/** Every key that a service of a stage may have, and every form of its value. Nothing else comes up. */
export const service = z.strictObject({
  build: build.optional(),
  cap_add: z.array(capability).optional(),
  cap_drop: z.array(z.string()).optional(),
  cgroup_parent: z
    .string()
    .regex(/^\$\{STAGECRAFT_CGROUP_[A-Z0-9_]+:-\}$/, {
      error: `is no share that we give: \${STAGECRAFT_CGROUP_SERVER_1:-}`,
    })
    .optional(),
  command: words.optional(),
  configs: z.array(given).optional(),
  cpus: amount.optional(),
  // fewer cores than there are harm nobody
  cpuset: z
    .string()
    .regex(/^\d{1,3}([,-]\d{1,3})*$/, { error: "is no list of cores: 0-1" })
    .optional(),
  depends_on: waits.optional(),
  deploy: deploy.optional(),
  dns: z.union([z.string(), z.array(z.string())]).optional(),
  dns_opt: z.array(z.string()).optional(),
  dns_search: z.union([z.string(), z.array(z.string())]).optional(),
  entrypoint: words.optional(),
  environment: environment.optional(),
  expose: z.array(amount).optional(),
  extends: z
    .union([serviceName, z.strictObject({ service: serviceName, file: stagePath.optional() })])
    .optional(),
  healthcheck: healthcheck.optional(),
  hostname: z.string().max(63).optional(),
  image: z.string().optional(),
  init: z.boolean().optional(),
  ipc: z
    .string()
    .regex(/^(private|shareable|service:[a-zA-Z0-9._-]+)$/, { error: leaves })
    .optional(),
  mem_limit: amount.optional(),
  mem_reservation: amount.optional(),
  memswap_limit: amount.optional(),
  network_mode: z
    .string()
    .regex(/^(none|service:[a-zA-Z0-9._-]+)$/, { error: leaves })
    .optional(),
  networks: z.union([z.array(partName), z.record(partName, attachment)]).optional(),
  pid: z
    .string()
    .regex(/^service:[a-zA-Z0-9._-]+$/, { error: leaves })
    .optional(),
  pids_limit: z.int().optional(),
  ports: z.array(port).optional(),
  profiles: z.array(partName).optional(),
  read_only: z.boolean().optional(),
  restart: z
    .string()
    .regex(/^(no|always|unless-stopped|on-failure(:\d+)?)$/, { error: "is no way to restart" })
    .optional(),
  scale: z.int().min(0).max(20).optional(),
  secrets: z.array(given).optional(),
  shm_size: amount.optional(),
  stdin_open: z.boolean().optional(),
  stop_grace_period: amount.optional(),
  stop_signal: z
    .string()
    .regex(/^(SIG)?[A-Z0-9+]+$/)
    .optional(),
  sysctls: z.union([z.array(sysctl), z.record(sysctl, scalar)]).optional(),
  tmpfs: z.union([z.string().regex(/^\/[^$]*$/), z.array(z.string().regex(/^\/[^$]*$/))]).optional(),
  tty: z.boolean().optional(),
  ulimits: z.partialRecord(z.enum(["nofile", "nproc", "core", "stack"]), limit).optional(),
  user: amount.optional(),
  volumes: z.array(mount).optional(),
  working_dir: inside.optional(),
});
