// A server on the internet: tells who asks, and has everything that a bare server needs to become an app server.
import { execFileSync, spawn } from "node:child_process";
import { reverse } from "node:dns/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:http";

// what `ldd` finds for Node, the loader too
const libraries = [
  ...execFileSync("ldd", [process.execPath], { encoding: "utf8" }).matchAll(/(\/\S+) \(0x/g),
].map((found) => found[1]);
// Debian keeps a part of Node here
const shared = ["/usr/share/nodejs"].filter(existsSync);

// where things go on the new server, which unpacks them at its root
const home = "opt/app-server";
const places = [
  "s,^/usr/share/,usr/share/,",
  `s,^/app/,${home}/app/,`,
  `s,^/.*/node$,${home}/runtime/node,`,
  `s,^/.*/,${home}/runtime/lib/,`,
];

function pack() {
  const renames = places.map((place) => `--transform=flags=r;${place}`);
  const what = [process.execPath, ...libraries, ...shared, "/app"];
  return spawn("tar", [
    "--create",
    "--dereference",
    "--hard-dereference",
    "--absolute-names",
    ...renames,
    ...what,
  ]).stdout;
}

async function describe(peer) {
  const address = peer.replace(/^::ffff:/, "");
  const names = await reverse(address).catch(() => ["somebody without a name"]);
  return `${address} ${names[0]}\n`;
}

createServer(async (request, response) => {
  if (request.url === "/who-am-i") response.end(await describe(request.socket.remoteAddress));
  else if (request.url === "/app-server.tar") pack().pipe(response);
  else response.writeHead(404).end();
}).listen(80);
