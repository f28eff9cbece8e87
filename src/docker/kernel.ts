import { execa } from "execa";

/** What the kernel can do for network faults; undefined where we could not try. */
export interface KernelAbilities {
  /** Delay, jitter and loss by the kernel itself. */
  netem: boolean | undefined;
  /** A queue of packets to a helper process: the other way to delay. */
  nfqueue: boolean | undefined;
}

/** Tries a command in a network namespace of its own that vanishes with it; the host's network is not touched. */
async function tryApart(command: string[]): Promise<boolean | undefined> {
  const result = await execa("unshare", ["--net", ...command], { reject: false });
  const missing = result.exitCode === undefined || result.exitCode === 127;
  return missing ? undefined : result.exitCode === 0;
}

/** Tries the kernel's abilities. Linux as root only; elsewhere nothing is known. */
export async function probeKernel(): Promise<KernelAbilities> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return { netem: undefined, nfqueue: undefined };
  }
  const [netem, nfqueue] = await Promise.all([
    tryApart(["tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"]),
    tryApart(["iptables", "-A", "INPUT", "-j", "NFQUEUE", "--queue-num", "5", "--queue-bypass"]),
  ]);
  return { netem, nfqueue };
}
