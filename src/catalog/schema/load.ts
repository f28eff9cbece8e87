import { z } from "zod";
import { strict } from "../source/shape.ts";
import { duration, identifier, rate, repeats, share, size, urlPath } from "./units.ts";

const journeyKinds = "get, post, upload, read, login, think";

/** One thing a virtual user does. */
const journeyStep = z.union(
  [
    strict({
      get: urlPath,
      among: z
        .int()
        .min(2)
        .max(1_000_000)
        .optional()
        .meta({ description: "{n} in the path is drawn anew for each request: 1 … among" }),
      times: z.int().min(2).max(1000).optional().meta({ description: "Asked so often, one after the other" }),
      pause: duration.optional().meta({ description: "After each of these times", default: "0s" }),
    }),
    strict({
      post: urlPath,
      ledger: identifier.optional().meta({ description: "Ledger that every attempted write is entered in" }),
      json: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: "Body, besides the write's id" }),
    }),
    strict({
      upload: urlPath.meta({ description: "Puts a generated image, .png or .gif; {id} stands for its name" }),
      bytes: size,
      ledger: identifier.optional().meta({ description: "Ledger that every attempted write is entered in" }),
    }),
    strict({
      read: urlPath.meta({
        description: "Reads the user's last write to the ledger back; {id} stands for it",
      }),
      ledger: identifier.meta({ description: "Ledger whose last write of this user is read" }),
    }),
    strict({ login: z.string().min(1).meta({ description: "User name, or `any` of the seeded users" }) }),
    strict({ think: duration }),
  ],
  { error: `does one thing: ${journeyKinds}` },
);

/** What virtual users do, by name. */
export const journeys = z.record(identifier, z.array(journeyStep).min(1));

const openLoad = strict({
  rate,
  arrivals: z
    .enum(["poisson", "constant"])
    .optional()
    .meta({ description: "How users come: at random instants, or evenly", default: "poisson" }),
  connections: z.enum(["shared", "per-user"]).optional().meta({
    description:
      "Whose connections are; shared by all when every journey is one request, else each user's own",
  }),
  keepAlive: z
    .boolean()
    .optional()
    .meta({ description: "False: a connection for each request", default: true }),
  addresses: z.enum(["first", "all"]).optional().meta({
    description:
      "Of a name's addresses a client tries only the first, or the next ones too when it cannot connect; without it they take turns",
  }),
  dnsTtl: duration.optional().meta({
    description: "How long clients use an address before they ask for it again",
    default: "1s",
  }),
});

const peakLoad = strict({
  path: urlPath,
  stopAt: strict({
    p99: duration,
    errorRatio: share.meta({ description: "Share of requests that fail: 0.01 is one in a hundred" }),
  }).meta({ description: "Limits beyond which more users bring nothing worth having" }),
});

/** Loads, by name: an open loop of journeys, or the search for a stage's knee. */
export const loads = z.record(
  identifier,
  z.union(
    [
      strict({
        open: openLoad.meta({
          description: "Users who come whether or not the site keeps up: what users feel",
        }),
        mix: z.record(identifier, z.number().positive()).meta({ description: "Weights of the journeys" }),
      }),
      strict({
        peak: peakLoad.meta({ description: "The search for the knee: what the stage can do" }),
        repeats: repeats.optional(),
      }),
    ],
    { error: "is either open (with a mix of journeys) or peak" },
  ),
);

/** What `--quick` scales. */
export const quick = strict({
  rate: share.optional().meta({ description: "Of the requests per second", default: 1 }),
  phases: share.optional().meta({ description: "Of the phases' lengths", default: 0.5 }),
  repeats: z.int().min(1).optional().meta({ description: "At most so many repeats", default: 1 }),
});
