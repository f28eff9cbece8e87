import { metrics } from "../../model/metrics.ts";

/** Every metric there is. */
export const metricNames: string[] = metrics.map((metric) => metric.name);
