import type { DraftStep } from "../schema/draft.ts";
import type { CheckContext } from "./context.ts";

/** Questions can be answered, and conditions refer to earlier questions of the same step. */
export function checkQuestions(step: DraftStep, index: number, { findings }: CheckContext): void {
  step.ask?.forEach((question, at) => {
    if (!question) return;
    const path = ["steps", index, "ask", at];
    const { kind, answer, options } = question;
    if (kind === "choice") {
      const names = options?.filter((option) => option !== undefined).map(String);
      if (!names) findings.add(path, '"options" is missing for a choice');
      else if (typeof answer === "object")
        findings.add([...path, "answer"], "the answer of a choice is one of its options");
      else if (answer !== undefined) findings.known([...path, "answer"], "option", String(answer), names);
      if (names && new Set(names).size < names.length)
        findings.add([...path, "options"], "an option is there twice");
    } else if (options && kind) {
      findings.add([...path, "options"], `only a choice takes options, not a ${kind}`, undefined, "key");
    }
    if (kind === "number" && typeof answer === "string") {
      findings.add(
        [...path, "answer"],
        `the answer is no number: "${answer}"`,
        "answer: 3 or answer: {from: [2, 6]}",
      );
    }
    if (kind === "text" && answer !== undefined && typeof answer !== "string") {
      findings.add([...path, "answer"], "the answer of a text question is a text");
    }
    if (typeof answer === "object") {
      const [low, high] = answer.from ?? [];
      if (low !== undefined && high !== undefined && low > high) {
        findings.add([...path, "answer"], `no number lies from ${low} to ${high}`, `from: [${high}, ${low}]`);
      }
    }
    const wrong = question.if?.wrong;
    if (wrong === undefined) return;
    const earlier = (step.ask ?? []).slice(0, at).flatMap((one) => (one?.id ? [one.id] : []));
    findings.known([...path, "if", "wrong"], "earlier question", wrong, earlier);
  });
}
