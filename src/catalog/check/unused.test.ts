import { tells } from "../testing/bad-lab.ts";

tells("what nothing uses is told", [
  {
    name: "a stage",
    change: ["  two: {stage: pair}\n", "  two: {stage: pair}\n  three: {stage: pair}\n"],
    at: "three",
    what: 'no step uses "three"',
    next: "use it, or take it away",
  },
  {
    name: "a load",
    change: ["  knee: {peak", "  calm: {open: {rate: 1/s}, mix: {visitor: 1}}\n  knee: {peak"],
    at: "calm: {open",
    what: 'no step uses "calm"',
  },
  {
    name: "a journey",
    change: ["mix: {visitor: 3, member: 1}", "mix: {member: 1}"],
    at: "visitor:",
    what: 'no load uses "visitor"',
  },
]);
