import type { PhaseSummary } from "../model/measurement.ts";

/** The order to kill is carried out a moment after its phase has begun: until then even the dead one answers. */
const hardly = 0.25;

/** Servers that answered before the fault and hardly any more during it, where others went on. */
export function missingServers(phases: readonly PhaseSummary[], step: string): string[] {
  const own = phases.filter((one) => one.step === step);
  const found = own
    .filter((one) => one.phase === "baseline")
    .flatMap((before) => {
      const during = own.find(
        (one) => one.phase === "fault" && one.on === before.on && one.repeat === before.repeat,
      );
      const servers = Object.keys(before.byServer);
      // a stage with one server has nobody to tell it from
      if (!during || servers.length < 2) return [];
      return servers.filter(
        (server) => shareOf(during.byServer, server) < hardly * shareOf(before.byServer, server),
      );
    });
  return [...new Set(found)].sort();
}

function shareOf(byServer: Readonly<Record<string, number>>, server: string): number {
  const all = Object.values(byServer).reduce((sum, count) => sum + count, 0);
  return all === 0 ? 0 : (byServer[server] ?? 0) / all;
}
