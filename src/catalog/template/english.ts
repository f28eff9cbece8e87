import type { TemplateTexts } from "./sections.ts";

/** What to write where, in English. */
export const english: TemplateTexts = ({ number, strong, weak }) => ({
  story: `TODO: what went wrong before. Who runs the site, what did they do, and what did users see? Two or three short
paragraphs. The stage that this lab is about is what somebody thought would mend it.`,
  picture: `TODO: what the picture shows: who reaches whom, and what is new. Say what the other stages of this lab are${
    weak === undefined ? "." : `,\nabove all the one that must fail (\`${weak}\`).`
  }`,
  guess: `TODO: what the learner is to predict, before it is measured: which figure, in which phase, on which stage, and in
which unit the answer is. It must follow from a picture of how things work, or be a choice between two such pictures;
one with an obvious answer teaches nothing. Here: of all requests while the fault is on, which share fails on \`${strong}\`? The lowest and
the highest number from 0 to 1 that you would still believe.`,
  "break-it": `TODO: what happens in each phase, and why users do what they do here. This is read before it is measured: no
outcome, no figure of a run.`,
  "break-it / after": `TODO: what the figures of \`break-it\` show, stage by stage, and what is behind it. It comes with the table.`,
  questions: `TODO: a word about the questions.`,
  "questions / first": `TODO: a question that the figures answer.

- a: TODO: the right answer
- b: TODO: one that sounds right`,
  "questions / first / answer": `TODO: why that is the answer, and why the other one sounds right.`,
  textbook: `TODO: what is written elsewhere, and what we measured. No measurement, no number: every figure comes from runs
that you made, with the commands, as medians and ratios. \`node bench/repeat.mjs ${number} 3\` makes them,
\`node bench/figures.mjs ${number}\` prints them.`,
  surprises: `TODO: what you did not expect when you first ran it.`,
  "left-out": `TODO: what this toy leaves out, and which lab treats it.`,
  cliffhanger: `TODO: what is still wrong, and the next question.`,
  card: `TODO: a card to keep: five facts, the defaults to remember, what clouds call it, three references.`,
});
