import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatNumber, formatValue } from "../../text/numbers.ts";
import { printableLine } from "../../text/printable.ts";
import type { Course } from "../course.ts";
import { latencyText } from "./axes.ts";
import type { ChartWords } from "./chart.ts";
import { courseChart, scalesOf } from "./course-chart.ts";
import { kneeChart, kneeScalesOf } from "./knee-chart.ts";
import { courseLegend, kneeLegend } from "./legend.ts";
import type { StepParts } from "./step-parts.ts";

/** A chart for each stage on common scales; repeats after the first are folded away. */
export function chartsOf({ id, step, actions, courses, language }: StepParts): Html | undefined {
  const own = courses.filter((course) => course.action.step === step);
  const missing = actions.filter((action) => !own.some((course) => course.action === action));
  const strings = stringsOf(language).page.measured;
  const draw = drawer(own, language);
  const figure = (course: Course) => {
    const { on, repeat } = course.key;
    const repeats = own.filter((other) => other.key.on === on).length;
    const name = repeats > 1 ? stringsOf(language).repeatOf(on, repeat + 1, repeats) : on;
    return html`<figure><figcaption>${name}</figcaption>${draw(course, `${id}-c${own.indexOf(course)}`, name)}</figure>
`;
  };
  const [first, others] = [
    own.filter(({ key }) => key.repeat === 0),
    own.filter(({ key }) => key.repeat > 0),
  ];
  return html`${own.length > 0 ? legendOf(own, language) : undefined}${
    first.length > 0 ? html`<div class="charts">${first.map(figure)}</div>` : undefined
  }${
    others.length > 0
      ? html`<details><summary>${strings.repeats} (${others.length})</summary><div class="charts">${others.map(figure)}</div></details>`
      : undefined
  }${missing.map(({ on }) => html`<p class="faint">${strings.noRecord(on)}</p>`)}
`;
}

function legendOf(courses: readonly Course[], language: Language): Html {
  if (courses.some(({ peak }) => peak)) return kneeLegend(language);
  return courseLegend(
    language,
    courses.some(({ fault }) => fault),
  );
}

function drawer(own: readonly Course[], language: Language) {
  const peaks = own.flatMap(({ peak }) => (peak ? [peak] : []));
  const open = own.filter(({ peak }) => !peak);
  const kneeScales = kneeScalesOf(peaks);
  const scales = open.length > 0 ? scalesOf(open) : undefined;
  return (course: Course, id: string, name: string): Html | undefined => {
    const { peak, action } = course;
    if (peak && action.load.kind === "peak") {
      const words = kneeWords(course, id, name, language);
      return kneeChart(peak, action.load.stopAt.p99Ms, kneeScales, language, words);
    }
    return scales && courseChart(course, scales, language, courseWords(course, id, name, language));
  };
}

function kneeWords({ key, peak }: Course, id: string, name: string, language: Language): ChartWords {
  const strings = stringsOf(language).page.measured;
  const steps = (peak?.steps ?? []).map(
    ({ connections, throughput, p99Ms }) =>
      `${connections}: ${formatValue(throughput, "1/s", language)}, ${latencyText(p99Ms, language)}`,
  );
  return {
    id,
    title: strings.kneeTitle(printableLine(key.step), name),
    says: strings.kneeSays(steps.join("; ")),
  };
}

function courseWords(course: Course, id: string, name: string, language: Language): ChartWords {
  const all = stringsOf(language);
  const strings = all.page.measured;
  const time = (seconds: number) => formatValue(Math.round(seconds * 10) / 10, "s", language);
  const phases = course.phases.map(({ phase, fromS, toS }) =>
    strings.phaseSays(all.phase[phase], time(fromS), time(toS)),
  );
  const { fault } = course;
  return {
    id,
    title: strings.course(course.key.step, name),
    says: strings.courseSays(
      phases.join(", ") || formatNumber(course.lengthS, language),
      fault ? strings.faultSays(fault.kind, fault.target, time(fault.fromS), time(fault.toS)) : "",
    ),
  };
}
