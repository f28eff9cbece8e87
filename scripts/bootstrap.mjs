// What `npm start`, `npm test` and `./lab` run first: dependencies and build when stale, then our own code.
// Node built-ins only, and syntax that an old Node still reads: it must live to say that it is too old.
const needed = [20, 18, 1];

function oldNode() {
  const parts = process.versions.node.split(".").map(Number);
  for (let i = 0; i < needed.length; i++) {
    if (parts[i] !== needed[i]) return parts[i] < needed[i];
  }
  return false;
}

function fail(error) {
  process.stderr.write(`error: ${error.message}\n${error.next ? `  next: ${error.next}\n` : ""}`);
  if (!error.next && error.stack) process.stderr.write(`${error.stack}\n`);
  process.exit(3);
}

if (oldNode()) {
  fail({
    message: `Node.js ${process.versions.node} is too old: Stagecraft needs ${needed.join(".")} or later`,
    next: "install a current Node.js from https://nodejs.org or your package manager",
  });
} else {
  const [mode, ...words] = process.argv.slice(2);
  import("./bootstrap/modes.mjs").then((modes) => modes.runMode(mode || "lab", words)).catch(fail);
}
