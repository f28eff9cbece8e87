import type { LoadJourney, LoadStep } from "../model/load.ts";
import type { Random } from "../model/seed.ts";

/** A step that sends a request. */
export type RequestStep = Exclude<LoadStep, { kind: "think" }>;

export function isRequest(step: LoadStep): step is RequestStep {
  return step.kind !== "think";
}

export function requestsOf(journey: LoadJourney): number {
  return journey.steps.filter(isRequest).length;
}

/** Requests a journey sends on average: turns a rate of requests into a rate of journeys. */
export function meanRequests(mix: readonly LoadJourney[]): number {
  const weights = mix.reduce((sum, one) => sum + one.weight, 0);
  return mix.reduce((sum, one) => sum + one.weight * requestsOf(one), 0) / weights;
}

/** Chooses a journey by weight; one draw a call, so that streams with equal seeds stay equal. */
export function createJourneyPicker(mix: readonly LoadJourney[], random: Random): () => LoadJourney {
  const bounds: number[] = [];
  let total = 0;
  for (const journey of mix) {
    total += journey.weight;
    bounds.push(total);
  }
  return () => {
    const at = random.next() * total;
    const index = bounds.findIndex((bound) => at < bound);
    return mix[index === -1 ? mix.length - 1 : index] as LoadJourney;
  };
}
