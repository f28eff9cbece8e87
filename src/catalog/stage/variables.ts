const reference = /\$(?:(\$)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([^}]*))?\}|([A-Za-z_][A-Za-z0-9_]*))/g;

/** A compose text with its variables put in, in an empty environment: defaults only. */
export function withDefaults(text: string): string {
  return text.replace(
    reference,
    (_all, dollar, _name, operator: string | undefined, rest: string | undefined) => {
      if (dollar) return "$";
      return operator?.endsWith("-") ? (rest ?? "") : "";
    },
  );
}

/** Variable and default of a text that is nothing but one `${VARIABLE:-default}`. */
export function onlyVariable(text: string): { variable: string; fallback: string } | undefined {
  const found = /^\$\{([A-Z][A-Z0-9_]*):-([^}]*)\}$/.exec(text);
  return found ? { variable: found[1]!, fallback: found[2]! } : undefined;
}

const bytesPer: Record<string, number> = { "": 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** MiB of a compose memory size such as `192m`; `undefined` when it is none. */
export function memoryMiB(value: unknown): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const found = /^(\d+(?:\.\d+)?)\s*([kmg]?)b?$/i.exec(withDefaults(String(value)).trim());
  if (!found) return undefined;
  return (Number(found[1]) * bytesPer[found[2]!.toLowerCase()]!) / 2 ** 20;
}
