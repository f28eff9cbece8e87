import type { Onlooker } from "../../app/run-lab.ts";
import type { RunEvent, Sample } from "../../model/event.ts";
import type { LoadRecord } from "../../model/load-records.ts";
import { type UserSecond, userSecond, userView } from "../../model/steady.ts";
import { cutTo, pad } from "../../text/layout.ts";
import { formatValue } from "../../text/numbers.ts";
import { printableLine } from "../../text/printable.ts";
import { sparkline } from "../../text/terminal-page.ts";
import type { Io } from "../io.ts";
import type { WalkLayout } from "./layout.ts";

/** A measurement as it goes on: one line that moves in a terminal, and one that stays for each phase. */
export interface Live extends Onlooker {
  say(line: string): void;
  end(): void;
}

const back = "\r\x1b[2K";

export function liveOnlooker(io: Io, layout: WalkLayout): Live {
  const { strings, paint, width, language } = layout;
  let seconds: UserSecond[] = [];
  let place = "";
  let phase: keyof typeof strings.phase | undefined;
  let moving = false;
  const draw = (line: string) => {
    if (!io.interactive) return;
    io.err(`${back}${cutTo(line, width - 1)}`);
    moving = true;
  };
  const stay = (line: string) => {
    io.err(`${moving ? back : ""}${line}\n`);
    moving = false;
  };
  const endPhase = () => {
    if (phase !== undefined && seconds.length > 0 && phase !== "warmup") stay(phaseLine());
    seconds = [];
  };
  const phaseLine = (): string => {
    const view = userView(seconds, 0, Number.POSITIVE_INFINITY);
    return lineOf(place, view.requests - view.failed, view.failed, view.p99Ms);
  };
  const lineOf = (where: string, ok: number, failed: number, p99Ms: number | null): string => {
    const bars = sparkline(seconds.slice(-16).map((one) => one.ok));
    const bad =
      failed > 0 ? paint.bad(`${failed} ${strings.walk.live.failed}`) : `0 ${strings.walk.live.failed}`;
    const p99 = p99Ms === null ? "" : `, p99 ${formatValue(p99Ms, "ms", language)}`;
    const name = `${pad(where, 16)} ${pad(strings.phase[phase ?? "all"], 9)}`;
    return `  ${name} ${pad(bars, 16)}  ${ok} ${strings.walk.live.ok}, ${bad}${p99}`;
  };
  const take = (record: LoadRecord) => {
    if (record.kind === "peak") {
      const best = formatValue(record.kneePerS, "1/s", language);
      stay(`  ${pad(place, 16)} ${strings.figures["throughput.knee"]} ${best}`);
    }
    if (record.kind !== "window" || phase === undefined) return;
    const second = userSecond(record);
    seconds.push(second);
    draw(lineOf(place, second.ok, second.failed, second.p99Ms));
  };
  const onEvent = (event: RunEvent): void => {
    if (event.type === "phase") {
      endPhase();
      phase = event.phase;
    }
    if (event.type === "measure-ended") {
      endPhase();
      phase = undefined;
      if (!event.ok) stay(paint.doubtful(`  ${event.on}: ${printableLine(event.reason ?? "")}`));
    }
    if (event.type === "command") {
      const said = printableLine(event.output.split("\n").at(-1) ?? "");
      stay(cutTo(`  ${pad(place, 16)} ${event.id}: ${event.code ?? "–"}  ${said}`, width));
    }
  };
  return {
    onAction(action, state, note) {
      if (state === "failed") stay(paint.bad(`  ${action.on}: ${printableLine(note ?? "")}`));
      if (state !== "start") return;
      place = action.on;
      if (action.kind === "stage-up") draw(`  ${strings.walk.bringsUp(action.on)}`);
      if (action.kind === "stage-down") draw(`  ${strings.walk.takesDown(action.on)}`);
      if (action.kind === "measure" && action.load.kind === "peak")
        draw(`  ${action.on}: ${action.load.path} …`);
    },
    onEvent,
    onSample: ({ record }: Sample) => take(record),
    say: (line) => stay(paint.faint(cutTo(`  ${printableLine(line)}`, width))),
    end() {
      if (moving) io.err(back);
      moving = false;
    },
  };
}
