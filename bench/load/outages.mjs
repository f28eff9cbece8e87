import { killServer, startServer, until } from "./server-process.mjs";

/** A 5 ms server that is stopped (SIGSTOP) from the 4th to the 6th second of a load; resolves with what the load found. */
export async function whileStopped(port, generate) {
  const { child } = await startServer("slow-server.mjs", port, 5);
  const startMs = Date.now();
  const result = generate();
  await until(startMs + 4000);
  child.kill("SIGSTOP");
  await until(startMs + 6000);
  child.kill("SIGCONT");
  const found = await result;
  await killServer(child);
  return found;
}

/** The same server killed in the 4th second and started again two seconds later; `downS` is what it said itself. */
export async function whileKilled(port, generate) {
  const first = await startServer("slow-server.mjs", port, 5);
  const startMs = Date.now();
  const result = generate();
  await until(startMs + 4000);
  const killedMs = await killServer(first.child);
  await until(killedMs + 2000);
  const second = await startServer("slow-server.mjs", port, 5);
  const found = await result;
  await killServer(second.child);
  return { found, downS: (second.listeningMs - killedMs) / 1000 };
}
