import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** A port of the loopback address that is free now. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}

/** Starts a server script of this folder; resolves with its process and the instant it said it listened. */
export async function startServer(script, ...args) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [file, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  return { child, listeningMs: Number(line) };
}

/** Kills a server; resolves with the instant of the kill. */
export async function killServer(child) {
  const atMs = Date.now();
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return atMs;
}

/** Resolves when the instant has come. */
export const until = (atMs) => new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
