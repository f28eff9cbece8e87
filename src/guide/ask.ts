import type { LabError } from "../model/errors.ts";

/** Asks the learner, whoever that is: a person at a terminal, or a list of answers. */
export interface Asker {
  /** One line; nothing typed is the empty text. */
  line(question: string): Promise<string>;
}

/** Where answers come from when nobody sits at a terminal, and what to say when there is none left. */
export function scriptedAsker(
  next: () => Promise<string | undefined>,
  whenNone: (question: string) => LabError,
): Asker {
  return {
    async line(question) {
      const answer = await next();
      if (answer === undefined) throw whenNone(question);
      return answer;
    },
  };
}

/** Lines of a text, without empty ones and those that begin with #. */
export function answerLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
