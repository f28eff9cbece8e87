import { type Case, tells } from "../testing/bad-lab.ts";
import { goodLab } from "../testing/project.ts";

const shapes: Case[] = [
  {
    name: "an unknown key, with the one that was meant",
    change: ["minutes: 10", "minuts: 10"],
    at: "minuts",
    what: 'unknown key "minuts"',
    next: 'did you mean "minutes"?',
  },
  {
    name: "an unknown key deep inside",
    change: ["phases: {baseline: 10s, fault: 10s,", "phases: {baseline: 10s, falt: 1s, fault: 10s,"],
    at: "falt",
    what: 'unknown key "falt"',
    next: 'did you mean "fault"?',
  },
  { name: "a missing key", change: ["minutes: 10\n", ""], at: "format", what: '"minutes" is missing' },
  {
    name: "another format",
    change: ["format: 1", "format: 2"],
    at: "2\nid",
    what: '"format" is the format of this file; this version reads format 1',
  },
  { name: "a title in one language", change: [", ko: 둘", ""], at: "{en: Two", what: '"ko" is missing' },
  { name: "an empty text", change: ["en: Two", 'en: " "'], at: '" "', what: '"en" is empty' },
  {
    name: "an id without number",
    change: ["id: 04-two", "id: two"],
    at: "two\ntitle",
    what: '"id" begins with the lab',
  },
  {
    name: "a duration without unit",
    change: ["300ms", "300"],
    at: "300}",
    what: '"think" is no length of time: write it as 300ms, 10s or 2m',
  },
  {
    name: "a duration in other words",
    change: ["for: 2m", "for: two minutes"],
    at: "two minutes",
    what: '"for" is no length of time',
  },
  {
    name: "a rate that is a number",
    change: ["rate: 60/s", "rate: 60"],
    at: "60}",
    what: '"rate" is no rate: write it as 60/s',
  },
  {
    name: "a rate of nothing",
    change: ["rate: 60/s", "rate: 0/s"],
    at: "0/s",
    what: '"rate" must be more than 0',
  },
  {
    name: "an infinite weight",
    change: ["visitor: 3", "visitor: .inf"],
    at: ".inf",
    what: '"visitor" needs a number',
  },
  {
    name: "a weight of nothing",
    change: ["visitor: 3", "visitor: 0"],
    at: "0, member",
    what: '"visitor" must be more than 0, not 0',
  },
  {
    name: "an error ratio above 1",
    change: ["errorRatio: 0.01", "errorRatio: 5"],
    at: "5}}",
    what: '"errorRatio" must be at most 1, not 5',
  },
  {
    name: "a threshold that is no number",
    change: ["value: 3}", "value: .nan}"],
    at: ".nan",
    what: '"value" needs a number',
  },
  {
    name: "an unknown comparison",
    change: ['op: "<="', 'op: "=<"'],
    at: '"=<"',
    what: '"op" needs ">=" or "<=" or',
  },
  {
    name: "a step that does nothing known",
    change: ["{id: story, read: true}", "{id: story, raed: true}"],
    at: "{id: story",
    what: "this entry does one thing: one of read, show,",
  },
  {
    name: "a step that does two things",
    change: ["{id: why, explain: kill}", "{id: why, explain: kill, read: true}"],
    at: "{id: why",
    what: "this entry does one thing",
  },
  {
    name: "an ill-formed part of a known step",
    change: ["show: topology", "show: map"],
    at: "map",
    what: '"show" needs "topology", not "map"',
  },
  {
    name: "a load of neither kind",
    change: ["browse: {open: {rate: 60/s}, ", "browse: {"],
    at: "{mix: {visitor",
    what: '"open" is missing',
  },
  {
    name: "a name with capitals",
    change: ["  two: {stage: pair}", "  Two: {stage: pair}"],
    at: "Two: {stage",
    what: '"Two" is no name',
  },
  {
    name: "a ratio of three",
    change: ["ratio: [two, one]", "ratio: [two, one, two]"],
    at: "[two, one, two]",
    what: '"ratio" needs two stage aliases',
  },
  {
    name: "a list that is a word",
    change: ["on: [one, two], phases", "on: two, phases"],
    at: "two, phases",
    what: '"on" needs a list, not "two"',
  },
  {
    name: "a control without reason",
    change: ["{none: the ratio has its own weak side}", '{none: ""}'],
    at: '""',
    what: '"none" is empty',
  },
  {
    name: "a control's reason in one of two languages",
    change: ["{none: the ratio has its own weak side}", "{none: {en: it has its own weak side}}"],
    at: "{en: it",
    what: '"ko" is missing',
  },
  {
    name: "no steps",
    change: [goodLab.slice(goodLab.indexOf("steps:"), goodLab.indexOf("claims:")), "steps: []\n"],
    at: "[]",
    what: '"steps" is empty',
  },
  {
    name: "a path without slash",
    change: ["{get: /}", "{get: feed}"],
    at: "feed}",
    what: '"get" is no path of the service',
  },
];

tells("the shape: tells", shapes);
