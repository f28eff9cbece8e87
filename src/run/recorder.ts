import type { NewEvent, Sample } from "../model/event.ts";

/** Takes events and samples as they come; whoever implements it writes them down at once. */
export interface Recorder {
  event(event: NewEvent): void;
  sample(sample: Sample): void;
}
