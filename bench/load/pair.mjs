import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const source = `
export { connect } from "./src/docker/access.ts";
export { createContainerPort } from "./src/docker/containers.ts";
export { createHelperPort } from "./src/docker/helpers.ts";
export { latency } from "./src/faults/network/latency.ts";
export { sweep } from "./src/faults/network/frame.ts";
export { probeAbilities } from "./src/docker/abilities.ts";
export { labels } from "./src/model/labels.ts";`;

/** Answers `D<bytes>` with so many bytes, `P` with a byte; swallows what follows a `U` and then says a byte. */
const serverProgram = `
const chunk = Buffer.alloc(65536);
require("net").createServer({ allowHalfOpen: true }, (socket) => {
  socket.setNoDelay().on("error", () => {}).on("end", () => socket.end("k"));
  let swallows = false;
  socket.on("data", (data) => {
    if (swallows) return;
    const word = data.toString("latin1", 0, 20);
    if (word[0] === "P") return socket.write("k");
    if (word[0] === "U") return void (swallows = true);
    let left = Number(word.slice(1));
    const pour = () => {
      for (; left > 0; left -= chunk.length) if (!socket.write(chunk)) return void socket.once("drain", () => ((left -= chunk.length), pour()));
      socket.end();
    };
    pour();
  });
}).listen(7000);`;

const clientProgram = `
const [host, what, amount] = process.argv.slice(1);
const since = (from) => performance.now() - from;
const open = () => new Promise((resolve, reject) => {
  const socket = require("net").connect({ host, port: 7000, allowHalfOpen: true }, () => resolve(socket.setNoDelay()));
  socket.on("error", reject);
});
const end = (socket) => new Promise((resolve) => socket.resume().on("end", resolve));
const get = async (bytes) => { const socket = await open(); socket.write("D" + bytes); await end(socket); socket.end(); };
const send = async (bytes) => {
  const socket = await open();
  socket.write("U");
  const chunk = Buffer.alloc(65536);
  for (let left = bytes; left > 0; left -= chunk.length) if (!socket.write(chunk)) await new Promise((go) => socket.once("drain", go));
  socket.end();
  await end(socket);
};
const timed = async (work) => { const from = performance.now(); await work(); return since(from); };
const jobs = {
  async connects() {
    const all = [];
    for (let each = 0; each < amount; each++) {
      await new Promise((go) => setTimeout(go, 20));
      const from = performance.now();
      const socket = await open();
      all.push(since(from));
      socket.destroy();
    }
    return all;
  },
  async streams() {
    const bytes = amount * 1e6;
    const rate = (ms) => bytes / 1e3 / ms;
    const down = rate(await timed(() => get(bytes)));
    const up = rate(await timed(() => send(bytes)));
    const many = rate(await timed(() => Promise.all(Array.from({ length: 20 }, () => get(bytes / 20)))));
    const rounds = 20;
    const ms = await timed(() => Promise.all(Array.from({ length: 100 }, async () => {
      const socket = await open();
      for (let each = 0; each < rounds; each++) { socket.write("P"); await new Promise((go) => socket.once("data", go)); }
      socket.destroy();
    })));
    return { down, up, many, asks: (100 * rounds * 1000) / ms };
  },
};
jobs[what]().then((found) => { console.log(JSON.stringify(found)); process.exit(); });`;

/**
 * Two containers on a network of their own: a target, which can be delayed by the project's own fault, and a peer.
 * `exec(file, args, env)` runs a program and answers with what it printed.
 */
export async function openPair(root, exec) {
  const outfile = join(root, "dist/bench-pair.mjs");
  await build({
    stdin: { contents: source, resolveDir: root },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const own = await import(pathToFileURL(outfile));
  const lab = (...args) => exec(join(root, "lab"), args, process.env);
  const engine = JSON.parse(lab("engine", "status", "--json"));
  const images = JSON.parse(lab("images", "build", "node", "tools", "--json"));
  const imageOf = (name) => images.find((one) => one.name === name).ref;
  const docker = (...args) => exec(engine.cli, args, { DOCKER_HOST: engine.dockerHost }).trim();

  const run = `bench-latency-${process.pid}`;
  const owned = {
    [own.labels.run]: run,
    [own.labels.lab]: "none",
    [own.labels.home]: root,
    [own.labels.role]: "bench",
  };
  const flags = Object.entries(owned).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
  const close = () => {
    const filter = ["--quiet", "--filter", `label=${own.labels.run}=${run}`];
    for (const id of docker("ps", "--all", ...filter)
      .split("\n")
      .filter(Boolean))
      docker("rm", "--force", "--volumes", id);
    for (const id of docker("network", "ls", ...filter)
      .split("\n")
      .filter(Boolean))
      docker("network", "rm", id);
  };
  process.once("SIGINT", () => {
    close();
    process.exit(130);
  });
  try {
    const network = docker("network", "create", ...flags, run);
    const start = () =>
      docker(
        "run",
        "--detach",
        "--init",
        "--network",
        network,
        ...flags,
        imageOf("node"),
        "node",
        "-e",
        serverProgram,
      );
    const [target, peer] = [start(), start()];
    const client = own.connect({ ...engine, env: { DOCKER_HOST: engine.dockerHost } });
    const containers = own.createContainerPort(client);
    const helpers = own.createHelperPort(client, {
      run,
      lab: "none",
      home: root,
      toolsImage: imageOf("tools"),
    });
    const abilities = await own.probeAbilities(client, imageOf("tools"), owned);
    const [targetAddress, peerAddress] = (
      await Promise.all([containers.addresses(target), containers.addresses(peer)])
    ).flat();
    const helper = await helpers.warm({ kind: "network", of: target });
    const server = (name, id) => ({ name, type: "nano", containers: [{ id, name, service: name }] });
    const servers = [server("target", target), server("peer", peer)];
    const reach = {
      containers,
      helpers,
      now: () => Date.now(),
      pause: (ms) => new Promise((go) => setTimeout(go, ms)),
    };
    let count = 0;
    let on;
    return {
      way: abilities.has.netem ? "kernel netem" : "the packet queue",
      close,
      /** Milliseconds of each ping, as a process in the target's namespace sees it. */
      pings(number) {
        const said = docker(
          "exec",
          helper,
          "ping",
          "-U",
          "-n",
          "-c",
          String(number),
          "-i",
          "0.03",
          peerAddress,
        );
        return [...said.matchAll(/time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));
      },
      /** A job of the client in the peer, against the target. */
      run: (what, amount) =>
        JSON.parse(docker("exec", peer, "node", "-e", clientProgram, targetAddress, what, String(amount))),
      /** Seconds of processor time that the queue has used so far. */
      queueCpuS() {
        if (!on || abilities.has.netem) return 0;
        const stat = docker(
          "exec",
          helper,
          "sh",
          "-c",
          `cat /proc/$(cat /run/stagecraft/${on}/daemon.pid)/stat`,
        ).split(" ");
        return (Number(stat[13]) + Number(stat[14])) / 100;
      },
      /** Delays the target; with 0 no longer. */
      async delay(delay, jitter) {
        if (on) await own.sweep(helper, on, reach);
        on = undefined;
        if (delay === 0) return;
        const id = (0x1a000000 + count++ * 0x10001).toString(16);
        const target = {
          name: "target",
          containers: servers[0].containers,
          networks: servers[0].containers,
          servers: ["target"],
        };
        const stage = { alias: "pair", servers };
        const strike = {
          id,
          stage,
          target,
          params: { delay, jitter },
          ttlMs: 120_000,
          abilities,
          reach,
          notes: new Map(),
        };
        await own.latency.plan(strike);
        await own.latency.inject(strike);
        on = id;
        if (!(await own.latency.verify(strike))) throw new Error(`a delay of ${delay} ms does not bite`);
      },
    };
  } catch (thrown) {
    close();
    throw thrown;
  }
}
