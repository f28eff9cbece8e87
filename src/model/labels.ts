/** Labels on everything we make, so that `clean` finds it without any file of ours. */
export const labels = {
  run: "io.stagecraft.run",
  lab: "io.stagecraft.lab",
  role: "io.stagecraft.role",
  home: "io.stagecraft.home",
  /** On a helper: the fault it belongs to. */
  fault: "io.stagecraft.fault",
  /** On a warm helper: where it stands. */
  place: "io.stagecraft.place",
  /** On a helper: the process that had it made, as `makerOf` writes it. */
  maker: "io.stagecraft.maker",
} as const;

/** A process as the label `maker` has it. */
export const makerOf = ({ pid, started }: { pid: number; started: string }): string => `${pid} ${started}`;
