import { z } from "zod";
import { strict } from "../source/shape.ts";

const name = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Names that end up in project names, file names and headings. */
export const identifier = z
  .string()
  .max(60)
  .regex(name, { error: "is no name: small letters, digits and dashes, at most 60" })
  .meta({ description: "Small letters, digits and dashes" });

/** A text in both languages of the course. */
export const localized = strict({
  en: z.string().trim().min(1).meta({ description: "In English" }),
  ko: z.string().trim().min(1).meta({ description: "In Korean" }),
}).meta({ description: "The same text in English and Korean" });

const durationForm = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)$/;
const msPer: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A length of time, such as `300ms`, `10s` or `2m`. */
export const duration = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : durationHelp) })
  .regex(durationForm, { error: "is no length of time: write it as 300ms, 10s or 2m" })
  // a timer of more than 2^31 ms fires at once
  .refine((text) => !durationForm.test(text) || durationMs(text) <= msPer.h! * 24, {
    error: "is longer than a day",
  })
  .meta({ description: "A length of time: 300ms, 10s, 2m", examples: ["300ms", "10s", "2m"] });

const durationHelp = "is no length of time: write it as 300ms, 10s or 2m";

/** Milliseconds of a checked duration. */
export function durationMs(text: string): number {
  const [, amount, unit] = durationForm.exec(text)!;
  return Math.round(Number(amount) * msPer[unit!]!);
}

const rateForm = /^(\d{1,6}(?:\.\d{1,3})?)\/(s|m)$/;
const rateHelp = "is no rate: write it as 60/s or 30/m";

/** Requests per time, such as `60/s`; more than nothing. */
export const rate = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : rateHelp) })
  .regex(rateForm, { error: rateHelp })
  .refine((text) => !rateForm.test(text) || ratePerS(text) > 0, { error: "must be more than 0" })
  .meta({ description: "Requests (not journeys) per second or minute: 60/s", examples: ["60/s"] });

/** Requests per second of a checked rate. */
export function ratePerS(text: string): number {
  const [, amount, unit] = rateForm.exec(text)!;
  return Number(amount) / (unit === "m" ? 60 : 1);
}

const sizeForm = /^(\d{1,6}(?:\.\d{1,3})?)(B|KiB|MiB)$/;
const sizeHelp = "is no size: write it as 500B, 20KiB or 2MiB";
const bytesPer: Record<string, number> = { B: 1, KiB: 1024, MiB: 1024 ** 2 };

/** An amount of bytes, such as `20KiB`. */
export const size = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : sizeHelp) })
  .regex(sizeForm, { error: sizeHelp })
  .meta({ description: "An amount of bytes: 500B, 20KiB, 2MiB", examples: ["20KiB"] });

/** Bytes of a checked size. */
export function sizeBytes(text: string): number {
  const [, amount, unit] = sizeForm.exec(text)!;
  return Math.round(Number(amount) * bytesPer[unit!]!);
}

/** A share of one, not nothing. */
export const share = z.number().positive().max(1);

/** A path of the service. */
export const urlPath = z
  .string()
  .regex(/^\/[^\s\\]*$/, { error: "is no path of the service: it begins with /" })
  .meta({ description: "A path of the service, from /" });

/** How often something is measured on each stage. */
export const repeats = z.int().min(1).max(20).meta({ description: "How often on each stage" });
