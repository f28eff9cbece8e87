import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Blob, type FakeImage, makeFakeImage, mediaTypes } from "./fake-image.ts";

/** What is wrong with a registry. */
export type RegistryMode =
  | "ok"
  | "slow" // the layer takes about four seconds
  | "rate-limited" // 429 with a time to wait
  | "silent" // takes connections and never answers
  | "mute" // greets, and never answers what it is asked
  | "hangs-up" // closes the connection on the first questions
  | "stalled" // stops in mid-layer and keeps the connection
  | "cut-once" // hangs up in mid-layer the first time
  | "cut-always" // hangs up in mid-layer every time, having sent nothing more
  | "wrong-layer" // other bytes than the manifest says
  | "wrong-manifest" // other bytes than the digest that was asked for
  | "only-in-index" // an index that has one platform only
  | "unauthorized"
  | "missing"
  | "broken"; // 503

export interface FakeRegistry {
  image: FakeImage;
  /** Reference of the image it serves; the tag is `1`. */
  reference: string;
  /** The image by its digest. */
  pinned: string;
  /** `Range` headers that the layer was asked with; undefined where one asked for all of it. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

const repository = "stagecraft-test/image";
const slowStepMs = 100;

function send(response: ServerResponse, status: number, type: string, body: Buffer | string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { "content-type": type, "content-length": bytes.length });
  response.end(response.req.method === "HEAD" ? undefined : bytes);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, "application/json", JSON.stringify({ errors: [{ code, message }] }));
}

function sendManifest(response: ServerResponse, type: string, { bytes, digest }: Blob): void {
  response.setHeader("docker-content-digest", digest);
  send(response, 200, type, bytes);
}

async function sendSlowly(response: ServerResponse, bytes: Buffer): Promise<void> {
  const step = Math.ceil(bytes.length / 40);
  for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
    response.write(bytes.subarray(at, at + step));
    await new Promise((resolve) => setTimeout(resolve, slowStepMs));
  }
  response.end();
}

/** Starts a registry on the loopback, which every engine lets speak plain HTTP, with one image on it. */
export async function startFakeRegistry(
  mode: RegistryMode,
  {
    architecture,
    label,
    layerBytes = 4 * 2 ** 20,
  }: { architecture: string; label: string; layerBytes?: number },
): Promise<FakeRegistry> {
  const image = await makeFakeImage(architecture, layerBytes, label);
  const ranges: (string | undefined)[] = [];
  let hungUp = 0;

  function sendLayer(request: IncomingMessage, response: ServerResponse): void {
    const { bytes } = image.layer;
    ranges.push(request.headers.range);
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const half = Math.ceil(bytes.length / 2);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-type": "application/octet-stream",
      "content-length": bytes.length - from,
      ...(from > 0 && { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    const cut = mode === "cut-always" || (mode === "cut-once" && ranges.length === 1);
    if (mode === "slow") void sendSlowly(response, bytes.subarray(from));
    else if (mode === "stalled") response.write(bytes.subarray(from, half));
    else if (cut) response.write(bytes.subarray(from, half), () => setTimeout(() => response.destroy(), 200));
    else if (mode === "wrong-layer") response.end(Buffer.alloc(bytes.length - from, 7));
    else response.end(bytes.subarray(from));
  }

  function sendManifests(asked: string | undefined, response: ServerResponse): void {
    const { manifest, index } = image;
    if (mode === "wrong-manifest") {
      const bytes = Buffer.concat([manifest.bytes, Buffer.from("\n")]);
      sendManifest(response, mediaTypes.manifest, { bytes, digest: manifest.digest });
    } else if (mode === "only-in-index" && asked !== manifest.digest) {
      sendManifest(response, mediaTypes.index, index);
    } else sendManifest(response, mediaTypes.manifest, manifest);
  }

  /** What it refuses everything below `/v2/` with; undefined when it does not. */
  function refusalOf(): [status: number, code: string, message: string] | undefined {
    if (mode === "missing") return [404, "MANIFEST_UNKNOWN", "manifest unknown"];
    if (mode === "broken") return [503, "UNAVAILABLE", "down for maintenance"];
    if (mode === "rate-limited") return [429, "TOOMANYREQUESTS", "You have reached your pull rate limit."];
    return undefined;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "/";
    const asked = url.split("/").at(-1);
    const refusal = refusalOf();
    if (mode === "silent") return;
    if (mode === "unauthorized") {
      response.setHeader("www-authenticate", 'Basic realm="fake"');
      refuse(response, 401, "UNAUTHORIZED", "authentication required");
    } else if (url === "/v2/") send(response, 200, "application/json", "{}");
    else if (mode === "mute") return;
    else if (mode === "hangs-up" && hungUp++ < 2) request.socket.destroy();
    else if (refusal) {
      if (mode === "rate-limited") response.setHeader("retry-after", "5400");
      refuse(response, ...refusal);
    } else if (url.includes("/manifests/")) sendManifests(asked, response);
    else if (asked === image.config.digest) send(response, 200, mediaTypes.config, image.config.bytes);
    else if (asked === image.layer.digest) sendLayer(request, response);
    else refuse(response, 404, "BLOB_UNKNOWN", "blob unknown");
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}/${repository}`;
  return {
    image,
    ranges,
    reference: `${name}:1`,
    pinned: `${name}@${image.manifest.digest}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
