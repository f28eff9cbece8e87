/** Where an engine listens. `path` is absolute; `port` is 1 to 65535; `host` is a name or an address without brackets. */
export type EngineAddress =
  | { kind: "unix"; path: string }
  | { kind: "npipe"; path: string }
  | { kind: "tcp"; host: string; port: number }
  | { kind: "ssh"; text: string };

/** Why a text is no address that can be used, and one that could be meant. */
export interface BadAddress {
  kind: "bad";
  why: string;
  write: string;
}

const usualPort = 2375;
const usualSocket = "/var/run/docker.sock";
const usualPipe = "//./pipe/docker_engine";

// Docker takes a path as it stands: only doubled slashes go, so that one socket is not taken for two
const tidy = (path: string) => path.replaceAll(/\/{2,}/g, "/");

const bad = (why: string, write: string): BadAddress => ({ kind: "bad", why, write });

function parseTcp(rest: string): EngineAddress | BadAddress {
  const match = /^(\[[\da-f:.]+\]|[\w.-]*)(?::(\d+))?(\/.*)?$/i.exec(rest);
  if (!match) {
    const bare = /^[\da-f:]+$/i.test(rest);
    const why = bare ? "an IPv6 address needs brackets" : "that is no host and port";
    return bad(why, `tcp://${bare ? "[::1]" : "127.0.0.1"}:${usualPort}`);
  }
  const host = (match[1] || "localhost").replaceAll(/[[\]]/g, "").toLowerCase();
  const port = Number(match[2] ?? usualPort);
  const shown = host.includes(":") ? `[${host}]` : host;
  if (port < 1 || port > 65_535) return bad("there is no such port", `tcp://${shown}:${usualPort}`);
  if (match[3] !== undefined && match[3] !== "/") {
    return bad("an engine behind a path cannot be used", `tcp://${shown}:${port}`);
  }
  return { kind: "tcp", host, port };
}

/** TCP to the same host and port, where there are such. */
function tcpText(rest: string): string {
  const address = parseTcp(rest);
  return address.kind === "bad" ? address.write : addressText(address);
}

function parseWithoutScheme(text: string): EngineAddress | BadAddress {
  if (text.startsWith("/")) return bad("that is a path, not an address", `unix://${tidy(text)}`);
  if (text.startsWith("\\")) return bad("that is a path, not an address", `npipe://${usualPipe}`);
  const tcp = parseTcp(text);
  // a lone word is more likely a slip than a host that Docker would look for in the network
  const lone = tcp.kind === "tcp" && !text.includes(":") && !isLoopback(tcp.host);
  const unclear = tcp.kind === "bad" || lone;
  return unclear ? bad("that is no address of an engine", `unix://${usualSocket}`) : tcp;
}

/**
 * Reads an engine's address as Docker does: `unix://`, `npipe://`, `tcp://` and `ssh://`, `host:port` for TCP, port 2375
 * and the usual socket where none is given. What Docker itself refuses or takes for something else is bad.
 */
export function parseAddress(written: string): EngineAddress | BadAddress {
  const text = written.trim();
  if (text === "") return bad("that is empty", `unix://${usualSocket}`);
  const match = /^([\w+.-]+):\/\/(.*)$/.exec(text);
  if (!match) return parseWithoutScheme(text);
  const [, scheme, rest = ""] = match;
  switch (scheme) {
    case "unix":
      if (rest !== "" && !rest.startsWith("/")) {
        return bad("a socket's path must be absolute", `unix:///${rest}`);
      }
      return { kind: "unix", path: tidy(rest || usualSocket) };
    case "npipe":
      return { kind: "npipe", path: rest.replaceAll("\\", "/") || usualPipe };
    case "tcp":
      return parseTcp(rest);
    case "ssh":
      return { kind: "ssh", text };
    case "http":
      return bad("Docker takes no http:// address", tcpText(rest));
    case "https":
      return bad("an engine that asks for TLS cannot be used", `unix://${usualSocket}`);
    case "fd":
      return bad("fd:// is for the engine itself, not for who speaks to it", `unix://${usualSocket}`);
    default:
      return bad("Docker knows no such kind of address", `unix://${usualSocket}`);
  }
}

/** An address in the one way of writing it that everything we hand it to reads alike. */
export function addressText(address: EngineAddress): string {
  if (address.kind === "ssh") return address.text;
  if (address.kind !== "tcp") return `${address.kind}://${address.path}`;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether an engine's address means this machine: a socket, a pipe, or loopback TCP. */
export function isLocal(written: string): boolean {
  const address = parseAddress(written);
  if (address.kind === "tcp") return isLoopback(address.host);
  return address.kind === "unix" || address.kind === "npipe";
}

/** What somebody wrote, for a message: without control characters, and not for pages. */
export function shown(written: string): string {
  const plain = written.replaceAll(/\p{Cc}/gu, "?");
  return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain;
}
