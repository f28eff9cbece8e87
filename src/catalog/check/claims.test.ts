import { type Case, tells } from "../testing/bad-lab.ts";

const claims: Case[] = [
  {
    name: "an A/A control of a claim that compares nothing",
    change: ["mustFailOn: [one]\n  - id: refused", "control: aa\n  - id: refused"],
    at: "aa\n  - id: refused",
    what: "an A/A control is of a comparison: this claim compares nothing",
    next: "mustFailOn",
  },
  {
    name: "an A/A control that could not fail",
    change: [
      'expect: {op: ">=", value: 1.4}\n    control: {none: the ratio has its own weak side}',
      'expect: {op: "<=", value: 3}\n    control: aa',
    ],
    at: "aa\n",
    what: "one side measured twice gives about 1, and 1 is <= 3: that could not fail",
  },
  {
    name: "a limit below the bound",
    change: [
      'expect: {op: ">=", value: 1.4}',
      "expect: {between: [2.2, 1.6], limit: {en: Twice., ko: 두 배.}}",
    ],
    at: "[2.2, 1.6]",
    what: "nothing is between 2.2 and 1.6",
  },
  {
    name: "a limit without a reason",
    change: ['expect: {op: ">=", value: 1.4}', "expect: {between: [1.6, 2.2]}"],
    at: "{between",
    what: '"limit" is missing',
  },

  {
    name: "a subject that its step does not measure on",
    change: ["load: browse, on: [one, two],", "load: browse, on: [one],"],
    at: "two\n    during: kill/baseline",
    what: 'the step "kill" does not measure on "two"',
    next: "it measures on one",
  },
  {
    name: "a control that its step does not measure on",
    change: ["during: kill/baseline", "during: calm/baseline"],
    at: "one]\n  - id: more",
    what: 'the step "calm" does not measure on "one"',
    next: "it measures on two",
  },
  {
    name: "a ratio's second side that its step does not measure on",
    change: ["ratio: [two, one]\n", "ratio: [two, one]\n    during: calm\n"],
    at: "one]\n    during",
    what: 'the step "calm" does not measure on "one"',
  },
  {
    name: "a step that measures nothing",
    change: ["during: kill/baseline", "during: story"],
    at: "story\n    expect",
    what: 'the step "story" measures nothing',
    next: "measuring steps: kill, peak, calm",
  },
  {
    name: "a phase that its step does not have",
    change: ["during: kill/baseline", "during: calm/fault"],
    at: "calm/fault",
    what: "calm has no fault phase; it has baseline, all",
  },
  {
    name: "a metric that needs another load",
    change: ["ratio: [two, one]\n", "ratio: [two, one]\n    during: kill\n"],
    at: "kill\n    expect",
    what: "throughput.knee needs a peak load; kill has the open load browse",
  },
  {
    name: "a metric that needs users who log in",
    change: ["mix: {visitor: 3, member: 1}", "mix: {visitor: 3}"],
    at: "kill/baseline",
    what: "sessions.refused_ratio needs users who log in; none of the journeys of browse does",
  },
  {
    name: "a fault's figure in another phase",
    change: ["metric: lb.ejection_s\n", "metric: lb.ejection_s\n    during: kill/baseline\n"],
    at: "kill/baseline\n    on: two",
    what: "lb.ejection_s is a figure of the fault phase, not of baseline",
  },
  {
    name: "no step that measures the metric",
    change: ["  - {id: peak, measure: {load: knee, on: [one, two]}}\n", ""],
    at: "id: more",
    what: "no step measures throughput.knee on two, one",
    next: "kill has the open load",
  },
  {
    name: "several steps that measure the metric",
    change: [
      'during: kill/baseline\n    expect: {op: ">=", value: 0.4, minSamples: 50}\n    proves: [001-login]\n    mustFailOn: [one]',
      'expect: {op: ">=", value: 0.4}\n    control: {none: just so}',
    ],
    at: "id: refused",
    what: "several steps measure sessions.refused_ratio on two",
    next: "say which: during: kill/baseline or during: calm/baseline",
  },
  {
    name: "no subject",
    change: ["    ratio: [two, one]\n", ""],
    at: "id: more",
    what: '"on" or "ratio" is missing',
  },
  {
    name: "no control",
    change: ["    control: {none: the ratio has its own weak side}\n", ""],
    at: "id: more",
    what: "the claim has no negative control",
  },
  {
    name: "a control and none",
    change: ["proves: [001-login]", "control: {none: why}"],
    at: "control: {none: why}",
    what: "there is a control: mustFailOn",
  },
  {
    name: "a control that is the subject",
    change: ["mustFailOn: [one]\n  - id: more", "mustFailOn: [two]\n  - id: more"],
    at: "two]\n  - id: more",
    what: 'the claim cannot hold and fail on "two"',
  },
  {
    name: "a ratio of a stage to itself",
    change: ["ratio: [two, one]", "ratio: [two, two]"],
    at: "[two, two]",
    what: "both sides of the ratio are the same stage",
  },
  {
    name: "a share above 1",
    change: ["value: 0.4,", "value: 40,"],
    at: "40,",
    what: "sessions.refused_ratio is a share of 1",
    next: "60 % is written 0.6",
  },
  {
    name: "a threshold below 0",
    change: ["value: 3}", "value: -3}"],
    at: "-3",
    what: "no lb.ejection_s is below 0",
  },
  {
    name: "a claim that cannot fail",
    change: ["value: 0.4,", "value: 0,"],
    at: "0, minSamples",
    what: "sessions.refused_ratio is always at least 0: this cannot fail",
  },
  {
    name: "a bound beyond the phase",
    change: ["value: 3}", "value: 6}"],
    at: "6}\n    mustFailOn",
    what: "6 s is as long as the phase",
    next: "with --quick the fault phase lasts 5 s",
  },
  {
    name: "samples that --quick cannot reach",
    change: ["minSamples: 50", "minSamples: 500"],
    at: "500}\n    proves",
    what: "500 samples cannot be reached",
    next: "with --quick the baseline phase holds about 300 requests",
  },
  {
    name: "a prediction after its measurement",
    change: [
      "  - {id: why,",
      "  - {id: late, predict: {metric: http.failed, on: two, during: kill/fault, ask: interval}}\n  - {id: why,",
    ],
    at: "{metric: http.failed, on: two, during: kill/fault, ask: interval}}\n  - {id: why",
    what: '"kill" measures this before it is predicted',
  },
];

tells("claims: tells", claims);
