import { type Case, tells } from "../testing/bad-lab.ts";

const steps: Case[] = [
  {
    name: "phases of a peak load",
    change: [
      "measure: {load: knee, on: [one, two]}",
      "measure: {load: knee, on: [one, two], phases: {baseline: 1s}}",
    ],
    at: "phases: {baseline: 1s}",
    what: 'a peak load ends by itself: it takes no "phases"',
  },
  {
    name: "phases and for",
    change: ["recovery: 10s}}", "recovery: 10s}, for: 3s}"],
    at: "for: 3s",
    what: 'a step takes either "phases" or "for"',
  },
  {
    name: "a fault without phases",
    change: [", phases: {baseline: 10s, fault: 10s, recovery: 10s}", ""],
    at: "measure: {load: browse, on: [one, two]}",
    what: "a fault needs phases",
  },
  {
    name: "a fault without fault phase",
    change: ["fault: 10s, recovery", "recovery"],
    at: "phases: {baseline",
    what: "there is no fault phase for what this step does",
  },
  {
    name: "a fault phase without fault",
    change: ["    fault: {kind: kill, target: {default: app-2, one: app-1}}\n", ""],
    at: "fault: 10s",
    what: "nothing happens in the fault phase",
  },
  {
    name: "options of a question that takes none",
    change: ["kind: number, answer", "kind: number, options: [a, b], answer"],
    at: "options: [a, b], answer: {from",
    what: "only a choice takes options, not a number",
  },
  {
    name: "a command that does two things",
    change: ["do: {start: app-2,", "do: {start: app-2, stop: app-1,"],
    at: "{start: app-2, stop",
    what: "does one thing: start, stop or run",
  },
  {
    name: "a fact that is none",
    change: ["{served-by-missing-since: kill}", "{}"],
    at: "{}}",
    what: "the answer is compared with one fact",
  },
];

tells("steps: tells", steps);
