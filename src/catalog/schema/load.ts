import { z } from "zod";
import { strict } from "../source/shape.ts";
import { duration, identifier, rate, share, urlPath } from "./units.ts";

const journeyKinds = "get, post, read, login, think";

/** One thing a virtual user does. */
const journeyStep = z.union(
  [
    strict({ get: urlPath }),
    strict({
      post: urlPath,
      ledger: identifier.optional().meta({ description: "Ledger that every attempted write is entered in" }),
      json: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: "Body, besides the write's id" }),
    }),
    strict({
      read: urlPath.meta({ description: "Reads the user's last write back; {id} stands for it" }),
      ledger: identifier,
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
  arrivals: z.enum(["poisson", "constant"]).optional().meta({ default: "poisson" }),
});

const peakLoad = strict({
  path: urlPath,
  stopAt: strict({ p99: duration, errorRatio: share }),
});

/** Loads, by name: an open loop of journeys, or the search for a stage's knee. */
export const loads = z.record(
  identifier,
  z.union(
    [
      strict({
        open: openLoad,
        mix: z.record(identifier, z.number().positive()).meta({ description: "Weights of the journeys" }),
      }),
      strict({ peak: peakLoad, repeats: z.int().min(1).max(20).optional() }),
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
