/** Lines of stdin as JSON values. */
export interface InputHandlers {
  /** A line that is not JSON comes as undefined. */
  line(value: unknown): void;
  closed(): void;
}

/** Reads stdin line by line; calls `closed` once, at its end or when it breaks. */
export function readInput(handlers: InputHandlers): void {
  let rest = "";
  let closed = false;
  const close = (): void => {
    if (!closed) handlers.closed();
    closed = true;
  };
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") handlers.line(parsed(line));
  });
  process.stdin.on("end", () => {
    if (rest.trim() !== "") handlers.line(parsed(rest));
    close();
  });
  process.stdin.on("error", close);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
