import { commandOf } from "../../app/guide/do-step.ts";
import { commandFor } from "../../app/guide/measure-step.ts";
import { needAt, type OpenWalk, stepAt } from "../../app/guide/open-walk.ts";
import type { StepOf } from "../../model/lab.ts";
import type { Unit } from "../../model/metrics.ts";
import type { Need } from "../../model/walk.ts";
import { indented } from "../../text/layout.ts";
import { askedText } from "./figures.ts";
import type { WalkLayout } from "./layout.ts";
import { sectionLines } from "./page.ts";

/** What stands above the prompt (the question's text), and the prompt itself. */
export interface Wanted {
  lines: string[];
  prompt: string;
}

const examples: Record<Unit, [string, string]> = {
  "1/s": ["300 600", "400"],
  ms: ["20 80", "50"],
  s: ["1 4", "2.5"],
  ratio: ["20% 40%", "0.3"],
  times: ["1.2 3", "2"],
  count: ["10 100", "50"],
  MiB: ["100 300", "200"],
  "core-s": ["1 3", "2"],
  $: ["0.1 0.5", "0.2"],
  "$/h": ["0.01 0.05", "0.02"],
};

const unitNames: Record<Unit, string> = {
  "1/s": "1/s",
  ms: "ms",
  s: "s",
  ratio: "0 … 1, %",
  times: "×",
  count: "",
  MiB: "MiB",
  "core-s": "core-s",
  $: "$",
  "$/h": "$/h",
};

/** The same for whoever has no terminal: the verb that goes on, below what is asked. */
export function verbLines(open: OpenWalk, quick: boolean, layout: WalkLayout): string[] {
  const { lines, prompt } = wantedBy(open, quick, layout);
  const need = needAt(open);
  const full = quick ? "" : " --full";
  const verb =
    need.kind === "guess" ? "./lab predict …" : asksFor(need) ? "./lab next --answer …" : `./lab next${full}`;
  const asked = asksFor(need) ? indented(prompt, "", layout.width) : [];
  return [...(lines.length > 0 ? ["", ...lines] : []), ...asked, "", layout.paint.faint(verb)];
}

/** Whether the learner has to say something. */
export const asksFor = ({ kind }: Need): boolean =>
  kind === "guess" || kind === "figure" || kind === "answer" || kind === "question";

/** What a step needs of the learner, in words. */
export function wantedBy(open: OpenWalk, quick: boolean, layout: WalkLayout): Wanted {
  const { walk } = layout.strings;
  const need = needAt(open);
  switch (need.kind) {
    case "go-on":
    case "end":
      return { lines: [], prompt: walk.goOn };
    case "guess":
      return { lines: [], prompt: guessPrompt(need, layout) };
    case "run":
      return { lines: runLines(open, need.step, quick, layout), prompt: walk.goOn };
    case "figure":
      return { lines: askedText(need.figure, layout), prompt: walk.askFigureAnswer };
    case "answer":
      return { lines: [], prompt: walk.askAnswer };
    case "question": {
      const { question, nth, of } = need;
      const text = sectionLines(open, `${stepAt(open).id} / ${question.id}`, layout);
      return {
        lines: [layout.paint.faint(walk.questionOf(nth, of)), ...text],
        prompt:
          question.kind === "choice"
            ? `${walk.askChoice}: ${question.options.join(", ")}`
            : walk.askFigureAnswer,
      };
    }
    case "do":
      return {
        lines: indented(walk.doIt(commandOf(stepAt(open) as StepOf<"do">)), "", layout.width),
        prompt: walk.goOn,
      };
    case "by-hand": {
      const { on } = stepAt(open) as StepOf<"stopwatch">;
      const about = [walk.byHand.starts(on), ...walk.byHand.about];
      return { lines: about.flatMap((line) => indented(line, "", layout.width)), prompt: walk.goOn };
    }
  }
}

function guessPrompt(need: Extract<Need, { kind: "guess" }>, { strings: { walk } }: WalkLayout): string {
  const unit = unitNames[need.unit] === "" ? "" : ` [${unitNames[need.unit]}]`;
  const [interval, number] = examples[need.unit];
  if (need.ask === "choice") return `${walk.askOption}: ${need.options.join(", ")}`;
  return need.ask === "interval" ? walk.askInterval(interval, unit) : walk.askNumber(number, unit);
}

/** The command that measures it, on a line of its own: it may be copied. */
function runLines(open: OpenWalk, id: string, quick: boolean, layout: WalkLayout): string[] {
  const { strings, paint } = layout;
  const command = commandFor(open, id, quick);
  return [...indented(strings.walk.runIt(""), "", layout.width), `  ${paint.strong(command)}`];
}
