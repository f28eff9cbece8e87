import { type Found, found, missing, quotient } from "./figure.ts";
import type { Totals } from "./totals.ts";

const none = "no request became due in this phase";

/** Rates and shares of good and failed requests. */
export function outcomes(totals: readonly Totals[]): Found[] {
  return totals.flatMap(({ phase, asked, ok, failed, lengthMs }) => [
    found("http.requests", phase, asked, asked),
    asked > 0 ? found("http.failed", phase, failed, asked) : missing("http.failed", phase, none),
    quotient("http.failed_ratio", phase, failed, asked, none),
    quotient("http.ok_ratio", phase, ok, asked, none),
    lengthMs > 0
      ? found("http.rate", phase, (ok / lengthMs) * 1000, asked)
      : missing("http.rate", phase, "the phase has no length"),
  ]);
}
