/** Does a job, or waits for the same job that is being done already. */
export type SingleFlight = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/** In this process: so many servers, so many jobs at most. A failed job fails all who waited; the next caller tries anew. */
export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Promise<unknown>>();
  return <T>(key: string, job: () => Promise<T>): Promise<T> => {
    const under = flights.get(key) as Promise<T> | undefined;
    if (under) return under;
    const flight = job().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
