import type { RunEvent } from "../model/event.ts";

/** Where a run's time went, in seconds. */
export interface Parts {
  engine: number;
  images: number;
  up: number;
  measuring: number;
  down: number;
}

/** Adds up a run's events; waiting for another run's turn counts as measuring. */
export function partsOf(events: readonly RunEvent[]): Parts {
  const ms: Parts = { engine: 0, images: 0, up: 0, measuring: 0, down: 0 };
  let begun = 0;
  for (const event of events) {
    if (event.type === "run-started") ms.engine += event.engineMs;
    if (event.type === "images") ms.images += event.tookMs;
    if (event.type === "stage-up") ms.up += event.tookMs;
    if (event.type === "stage-down") ms.down += event.tookMs;
    if (event.type === "measure-started") begun = event.at;
    // a skipped measurement ends without having begun
    if (event.type === "measure-ended" && begun > 0) {
      ms.measuring += event.at - begun;
      begun = 0;
    }
  }
  const seconds = (value: number) => Math.round(value / 100) / 10;
  return {
    engine: seconds(ms.engine),
    images: seconds(ms.images),
    up: seconds(ms.up),
    measuring: seconds(ms.measuring),
    down: seconds(ms.down),
  };
}
