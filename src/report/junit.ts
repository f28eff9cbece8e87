import type { ControlVerdict, VerdictName } from "../model/verdict.ts";
import { htmlText } from "../text/escape.ts";
import type { Language } from "../text/language.ts";
import { printable } from "../text/printable.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { ClaimView, ReportView } from "./report-view.ts";
import { viewOf } from "./view.ts";

/**
 * The verdict as JUnit XML: a test case for each claim and for each of its controls. What does not hold is a failure,
 * what was not sound an error, and what cannot be told is skipped.
 */
export function renderJunit(run: FinishedRun, { language }: { language: Language }): string {
  const view = viewOf(run, language);
  const cases = [...view.claims.flatMap((claim) => casesOf(claim)), ...without(view)];
  const count = (kind: Result["kind"]) => cases.filter((one) => one.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="${run.verdict.durationS}"`;
  const at = new Date(run.plan.createdAt);
  const stamp = Number.isNaN(at.getTime()) ? "" : ` timestamp="${at.toISOString().slice(0, 19)}"`;
  const properties = view.repeat.map(
    ([name, text]) => `      <property name="${xml(name)}" value="${xml(text)}"/>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stagecraft" ${counts}>
  <testsuite name="${xml(view.lab)}" ${counts}${stamp}>
    <properties>
${properties.join("")}    </properties>
${cases.map((one) => element(one, view.lab)).join("")}  </testsuite>
</testsuites>
`;
}

interface Result {
  name: string;
  kind: "passed" | "failure" | "error" | "skipped";
  message: string;
  details: string[];
}

const kinds: Record<VerdictName | ControlVerdict["verdict"], Result["kind"]> = {
  pass: "passed",
  failed: "passed",
  fail: "failure",
  held: "failure",
  unknown: "skipped",
  invalid: "error",
};

function casesOf(claim: ClaimView): Result[] {
  return [
    {
      name: claim.id,
      kind: kinds[claim.verdict],
      message: `${claim.on}: ${claim.metric} ${claim.value}, ${claim.expected}`,
      details: [claim.says, claim.basis, ...claim.reasons],
    },
    ...claim.controls.map((control) => ({
      name: `${claim.id}: ${control.title}`,
      kind: kinds[control.verdict],
      message: `${control.on}: ${claim.metric} ${control.value}, ${control.text}`,
      details: [claim.says],
    })),
  ];
}

/** A run that was not sound although each claim is: its reasons have no claim to stand at. */
function without(view: ReportView): Result[] {
  const told = view.claims.some(({ verdict, controls }) =>
    [verdict, ...controls.map((one) => one.verdict)].some((one) => kinds[one] !== "passed"),
  );
  if (view.verdict === "pass" || told) return [];
  return [{ name: view.verdictText, kind: kinds[view.verdict], message: view.means, details: view.reasons }];
}

function element({ name, kind, message, details }: Result, lab: string): string {
  const open = `    <testcase classname="${xml(lab)}" name="${xml(name)}"`;
  const said = [message, ...details].filter(Boolean).map(xml).join("\n");
  if (kind === "passed") return `${open}>\n      <system-out>${said}</system-out>\n    </testcase>\n`;
  if (kind === "skipped") {
    return `${open}>\n      <skipped message="${xml(message)}"/>\n      <system-out>${said}</system-out>\n    </testcase>\n`;
  }
  return `${open}>\n      <${kind} message="${xml(message)}">${said}</${kind}>\n    </testcase>\n`;
}

/** Text that XML can hold: some characters it cannot even escape. */
function xml(text: string): string {
  return htmlText(printable(text)).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, "");
}
