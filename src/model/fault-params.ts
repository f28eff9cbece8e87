import { choose } from "./nearest.ts";

export type ParamType =
  | "duration"
  | "share"
  | "bits"
  | "size"
  | "number"
  | "count"
  | "word"
  | "text"
  | "names";

/** One thing that a fault can be told. Without a default and not `optional` it must be given. */
export interface FaultParam {
  means: string;
  type: ParamType;
  default?: string;
  optional?: true;
  choices?: readonly string[];
  /** Bounds that it can be proved within, written as a value is. */
  least?: string;
  most?: string;
  /** Such as it may be, where the type alone says too little. */
  example?: string;
}

/** Values in base units: ms, a share of 1, bits per second, bytes; words and texts as they are. */
export type Params = Readonly<Record<string, number | string>>;

export interface ParamProblem {
  /** The parameter it is about; for one that is missing there is nothing to point at. */
  name: string;
  given: boolean;
  what: string;
  next: string;
}

const forms: Record<ParamType, { form: RegExp; like: string }> = {
  duration: { form: /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)$/, like: "300ms, 10s or 2m" },
  share: { form: /^(\d{1,3}(?:\.\d{1,3})?)%$/, like: "5% or 100%" },
  bits: { form: /^(\d{1,6}(?:\.\d{1,3})?)(kbit|mbit|gbit)$/, like: "512kbit or 10mbit" },
  size: { form: /^(\d{1,6}(?:\.\d{1,3})?)(KiB|MiB|GiB)$/, like: "64MiB" },
  number: { form: /^\d{1,6}(?:\.\d{1,3})?$/, like: "0.5" },
  count: { form: /^\d{1,6}$/, like: "3" },
  word: { form: /^[A-Za-z0-9_.:/-]{1,100}$/, like: "a word without spaces" },
  text: { form: /^[^\0]{1,2000}$/s, like: "a text" },
  names: { form: /^[a-z0-9-]+(,[a-z0-9-]+)*$/, like: "app-1,db-1" },
};

const factors: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  kbit: 1000,
  mbit: 1e6,
  gbit: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

function readValue(type: ParamType, text: string): number | string | undefined {
  const found = forms[type].form.exec(text);
  if (!found) return undefined;
  if (type === "word" || type === "text" || type === "names") return text;
  if (type === "number" || type === "count") return Number(text);
  if (type === "share") {
    const share = Number(found[1]) / 100;
    return share <= 1 ? share : undefined;
  }
  return Number(found[1]) * factors[found[2]!]!;
}

/** Reads what was written for a fault's parameters and fills the defaults in; all problems at once. */
export function readParams(
  kind: {
    name: string;
    params: Readonly<Record<string, FaultParam>>;
    together?: (params: Params) => ParamProblem[];
  },
  written: Readonly<Record<string, string | number>>,
): { params: Params; problems: ParamProblem[] } {
  const params: Record<string, number | string> = {};
  const problems: ParamProblem[] = [];
  const names = Object.keys(kind.params);
  for (const name of Object.keys(written)) {
    if (Object.hasOwn(kind.params, name)) continue;
    const next = names.length === 0 ? "it takes none" : choose(name, names, "parameters");
    problems.push({ name, given: true, what: `the fault ${kind.name} has no parameter "${name}"`, next });
  }
  for (const [name, param] of Object.entries(kind.params)) {
    const text = written[name] ?? param.default;
    if (text === undefined) {
      if (!param.optional) {
        const what = `the fault ${kind.name} needs the parameter "${name}"`;
        problems.push({
          name,
          given: false,
          what,
          next: `${param.means}, such as ${paramLike(param)}`,
        });
      }
      continue;
    }
    const value = readValue(param.type, String(text));
    if (value === undefined || (param.choices && !param.choices.includes(String(value)))) {
      const next = param.choices
        ? `choose one of: ${param.choices.join(", ")}`
        : `${param.means}, such as ${paramLike(param)}`;
      problems.push({ name, given: true, what: `${name}=${text} cannot be read`, next });
    } else if (!isWithin(param, value)) {
      const next = `give ${param.least ?? "anything"} to ${param.most ?? "anything"}`;
      problems.push({ name, given: true, what: `${name}=${text} is out of range`, next });
    } else {
      params[name] = value;
    }
  }
  return { params, problems: problems.length > 0 ? problems : (kind.together?.(params) ?? []) };
}

function isWithin({ type, least, most }: FaultParam, value: number | string): boolean {
  const bound = (text: string) => Number(readValue(type, text));
  return (
    (least === undefined || Number(value) >= bound(least)) &&
    (most === undefined || Number(value) <= bound(most))
  );
}

/** How a value of this type is written. */
export function paramLike(param: FaultParam): string {
  return param.choices ? param.choices.join(" | ") : (param.example ?? forms[param.type].like);
}
