/** A process of the engine's host; its number alone may pass to another one. */
export interface HostProcess {
  pid: number;
  /** In the kernel's ticks since the host's start. */
  started: string;
}

/**
 * One act that takes a part of a fault away, as a plain value: it is in the journal before the fault is injected, so
 * that any process can carry it out. Each is harmless when there is nothing to undo, and when it is done twice.
 */
export type Undo =
  /**
   * The container runs again. `life` is the start of the life that was told to end: such an order is carried out even
   * when its giver has died, so only a later life counts.
   */
  | { do: "start"; container: string; life?: string }
  | { do: "unpause"; container: string }
  /** Processes that were stopped by a signal go on. */
  | { do: "resume"; processes: HostProcess[] }
  /** The container has so many cores again. */
  | { do: "cpus"; container: string; cpus: number }
  /** The shared quota of a server has so many cores again. */
  | { do: "quota"; parent: string; cpus: number }
  /** Rules, queues and processes of this fault in the container's network namespace are gone. */
  | { do: "network"; of: string }
  /** Helper containers of this fault are gone. */
  | { do: "helpers" }
  /** The fill file is gone from the container's volume. */
  | { do: "file"; volumesOf: string; path: string }
  /**
   * A command inside the container undoes it; `done` exits with 0 once it is undone. With `endsWithContainer` there is
   * nothing to undo while the container does not run, as with a process in it.
   */
  | { do: "command"; container: string; command: string[]; done: string[]; endsWithContainer?: true };
