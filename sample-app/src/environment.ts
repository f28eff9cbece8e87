import { readFileSync } from "node:fs";

/** A server, as `host` or `host:port` names it. */
export interface Address {
  /** As it is written. */
  name: string;
  host: string;
  port: number;
}

/** Reads variables, each with its default when unset or empty; what is off is noted in `problems`, one line each. */
export interface Environment {
  problems: string[];
  text(name: string, fallback: string): string;
  whole(name: string, fallback: number, min: number, max: number): number;
  /** Whole numbers with commas between them. */
  wholes(name: string, fallback: readonly number[], min: number, max: number): number[];
  /** `host` or `host:port`, with commas between them; none when unset. */
  addresses(name: string, port: number): Address[];
  /** `true` or `false`. */
  flag(name: string, fallback: boolean): boolean;
  /** One of these words. */
  oneOf<Word extends string>(name: string, fallback: Word, words: readonly Word[]): Word;
  /** Some of these words, with commas between them; none when unset. */
  someOf<Word extends string>(name: string, words: readonly Word[]): Word[];
  /** The variable itself, or what the file that `<name>_FILE` names holds. */
  secret(name: string, fallback: string): string;
}

export function createEnvironment(env: NodeJS.ProcessEnv): Environment {
  const problems: string[] = [];
  const off = (name: string, wanted: string): void => {
    problems.push(`${name}=${env[name]}: ${wanted} is wanted`);
  };
  const numberIn = (given: string, min: number, max: number): number | undefined => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
  return {
    problems,
    text: (name, fallback) => env[name] || fallback,
    whole(name, fallback, min, max) {
      const given = env[name];
      if (!given) return fallback;
      const value = numberIn(given, min, max);
      if (value === undefined) off(name, `a whole number from ${min} to ${max}`);
      return value ?? fallback;
    },
    wholes(name, fallback, min, max) {
      const given = env[name];
      if (!given) return [...fallback];
      const values = given.split(",").map((part) => numberIn(part.trim(), min, max));
      const good = values.filter((value) => value !== undefined);
      if (good.length < values.length) off(name, `whole numbers from ${min} to ${max} with commas between`);
      return good;
    },
    addresses(name, port) {
      const found: Address[] = [];
      for (const part of (env[name] ?? "").split(",").map((one) => one.trim())) {
        if (part === "") continue;
        const [, host, given] = /^([A-Za-z0-9._-]+)(?::(\d+))?$/.exec(part) ?? [];
        const at = given === undefined ? port : numberIn(given, 1, 65535);
        const twice = found.some((one) => one.host === host && one.port === at);
        if (host && at !== undefined && !twice) found.push({ name: part, host, port: at });
        else off(name, "host or host:port, each once, with commas between");
      }
      return found;
    },
    flag(name, fallback) {
      const given = env[name];
      if (!given) return fallback;
      if (given !== "true" && given !== "false") off(name, "true or false");
      return given === "true";
    },
    oneOf(name, fallback, words) {
      const given = env[name];
      if (!given) return fallback;
      const word = words.find((one) => one === given);
      if (word === undefined) off(name, `one of ${words.join(", ")}`);
      return word ?? fallback;
    },
    someOf(name, words) {
      const given = (env[name] ?? "").split(",").map((part) => part.trim());
      const wanted = given.filter((part) => part !== "");
      const known = words.filter((word) => wanted.includes(word));
      if (known.length < wanted.length)
        off(name, `some of ${words.join(", ")}, each once, with commas between`);
      // as they are written: the first one may mean more
      return known.sort((a, b) => wanted.indexOf(a) - wanted.indexOf(b));
    },
    secret(name, fallback) {
      const file = env[`${name}_FILE`];
      if (!file) return env[name] || fallback;
      if (env[name]) problems.push(`${name} and ${name}_FILE are both set`);
      try {
        return readFileSync(file, "utf8").trimEnd();
      } catch {
        problems.push(`${name}_FILE=${file}: cannot be read`);
        return fallback;
      }
    },
  };
}
