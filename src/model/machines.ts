/**
 * Machine types: what a "server" of a stage may use. Prices are this course's own round figures, in
 * proportion to cores and memory, so that stages can be compared; they are no provider's price list.
 */
export interface MachineType {
  name: MachineName;
  /** Cores, as a share of the host's time. */
  cpus: number;
  memoryMiB: number;
  /** Course dollars per hour. */
  pricePerHour: number;
}

export type MachineName = "pico" | "nano" | "micro" | "small" | "medium" | "large";

/** The one table; stage files must agree with it (checked by the catalog). */
export const machineTypes: Readonly<Record<MachineName, MachineType>> = {
  pico: { name: "pico", cpus: 0.1, memoryMiB: 96, pricePerHour: 0.0025 },
  nano: { name: "nano", cpus: 0.2, memoryMiB: 192, pricePerHour: 0.005 },
  micro: { name: "micro", cpus: 0.3, memoryMiB: 256, pricePerHour: 0.0075 },
  small: { name: "small", cpus: 0.5, memoryMiB: 768, pricePerHour: 0.015 },
  medium: { name: "medium", cpus: 1, memoryMiB: 1536, pricePerHour: 0.03 },
  large: { name: "large", cpus: 2, memoryMiB: 3072, pricePerHour: 0.06 },
};

/** Cores that a server of this type gets where its host's processors count as so fast (STAGECRAFT_SPEED); 1 is as it stands above. */
export const cpusAt = (type: MachineName, speed = 1): number =>
  Number((machineTypes[type].cpus * speed).toFixed(4));

/** Cores that a running server was given; its type's where nothing else is recorded. */
export const cpusOf = ({ type, cpus }: { type: MachineName; cpus?: number }): number => cpus ?? cpusAt(type);
