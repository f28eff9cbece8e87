import { goodLab, type TestProject, testProject } from "./project.ts";

/** Every step of the good lab. */
const steps = ["story", "picture", "guess", "kill", "peak", "calm", "find", "quiz", "add", "watch", "why"];

/** The good lab's texts, whole; `about` is what most sections say. */
function textsOf(title: string, about: string): string {
  return [
    `# ${title}`,
    ...steps.map((id) => `## ${id}\n\n${about}`),
    `## find / hint-1\n\n${about}`,
    `## quiz / q1\n\n${about}\n\n- a: ${about}\n- b: ${about}`,
    `## quiz / q1 / answer\n\n${about}`,
    `## quiz / q2\n\n${about}`,
    `## quiz / q2 / answer\n\n${about}\n`,
  ].join("\n\n");
}

export const englishTexts = textsOf("Two", "This is it.");
export const koreanTexts = textsOf("둘", "이것이다.");

export const goodIdeas = `format: 1
sources:
  "001": {en: First, ko: 첫째}
  "002": {en: Second, ko: 둘째}
tracks:
  - {title: {en: Growing, ko: 성장}, labs: ["04", "05"]}
  - {title: {en: Data, ko: 데이터}, labs: ["08"]}
ideas:
  - {id: 001-login, source: "001 §3", lab: "04", says: {en: Log in again, ko: 다시 로그인}}
  - {id: 001-redis, source: "001 §4", lab: "05", says: {en: Sessions in Redis, ko: Redis 세션}}
  - {id: 002-hardware, source: "002 balancer", sidebar: "08", says: {en: A box, ko: 장비}}
`;

/** The good lab, with what sets its controls apart. */
export const wholeLab = goodLab.replaceAll("mustFailOn: [one]", "mustFailOn: [{stage: one, differs: app-2}]");

/** The checkout with the good lab, its texts in both languages, and its list of ideas: nothing to find fault with. */
export function wholeProject(): TestProject {
  const project = testProject();
  project.write("labs/04-two/lab.yaml", wholeLab);
  project.write("labs/04-two/en.md", englishTexts);
  project.write("labs/04-two/ko.md", koreanTexts);
  project.write("labs/ideas.yaml", goodIdeas);
  return project;
}
