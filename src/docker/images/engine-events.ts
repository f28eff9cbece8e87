/** One line of the engine's answer to a long order. */
export interface EngineEvent {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number; units?: string };
  error?: string;
  errorDetail?: { message?: string };
}

/** The engine's answer, an event a line. Rejects when the connection breaks. */
export async function* eventsOf(stream: NodeJS.ReadableStream): AsyncGenerator<EngineEvent> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as EngineEvent;
  }
}

/** Why the engine could not do it: an answer that began well tells in its body, and the client takes no notice. */
export const errorIn = ({ error, errorDetail }: EngineEvent): string | undefined =>
  errorDetail?.message ?? error;
