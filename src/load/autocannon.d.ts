// The part of autocannon 9 that peak.ts uses; the package brings no types.
declare module "autocannon" {
  namespace autocannon {
    interface Options {
      url: string;
      connections: number;
      /** Seconds. */
      duration: number;
      headers?: Record<string, string>;
    }
    interface Result {
      "2xx": number;
      "3xx": number;
      non2xx: number;
      /** Connection errors and timeouts. */
      errors: number;
      /** Seconds. */
      duration: number;
      latency: { p99: number };
    }
    interface Instance {
      stop(): void;
    }
  }
  function autocannon(
    options: autocannon.Options,
    done: (error: Error | null, result: autocannon.Result) => void,
  ): autocannon.Instance;
  export = autocannon;
}
