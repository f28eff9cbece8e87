import { createHash, createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

interface Keys {
  access: string;
  secret: string;
}

const keys: Keys = { access: "contract", secret: "a secret/with=signs+" };
const credentials = { ROOT_ACCESS_KEY: keys.access, ROOT_SECRET_KEY: keys.secret };
const volume = ["--volume", "/data", "--publish", "127.0.0.1::7070"];

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** A request's headers under AWS's signature, version 4. */
function signed(url: URL, method: string, body: Buffer, { access, secret }: Keys): Record<string, string> {
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = [now.slice(0, 8), "us-east-1", "s3", "aws4_request"];
  const headers = { "x-amz-content-sha256": sha256(body), "x-amz-date": now };
  const all = Object.entries({ host: url.host, ...headers });
  const names = all.map(([name]) => name).join(";");
  const request = [
    ...[method, url.pathname, url.search.slice(1)],
    ...all.map(([name, value]) => `${name}:${value}`),
    ...["", names, headers["x-amz-content-sha256"]],
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", now, scope.join("/"), sha256(request)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${access}/${scope.join("/")}, SignedHeaders=${names}, Signature=${hmac(key, text).toString("hex")}`,
  };
}

describe("s3 keeps the official image's contract", () => {
  let contract: Contract;
  let server: TestContainer;
  let base: string;
  const object = randomBytes(3 * 2 ** 20);

  async function s3(method: string, path: string, body = Buffer.alloc(0), as: Keys | "nobody" = keys) {
    const url = new URL(path, base);
    const headers = as === "nobody" ? {} : signed(url, method, body, as);
    const answer = await fetch(url, { method, headers, ...(method === "PUT" && { body }) });
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  }
  async function answers() {
    base = `http://${await server.address(7070)}`;
    await until("it answers", async () => (await s3("GET", "/").catch(() => undefined))?.status === 200);
  }

  beforeAll(async () => {
    contract = await openContract("s3");
    server = await contract.start({
      env: credentials,
      flags: volume,
      command: ["posix", "--nometa", "/data"],
    });
    await answers();
    expect((await s3("PUT", "/box")).status).toBe(200);
    expect((await s3("PUT", "/box/deep/object", object)).status).toBe(200);
  });
  afterAll(() => contract?.close());

  it("is PID 1, and declares neither ports, volumes nor a command of its own", async () => {
    expect((await server.exec(["cat", "/proc/1/comm"])).stdout).toBe("versitygw");
    expect(await contract.inspect("{{json .Config.ExposedPorts}}")).toBe("null");
    expect(await contract.inspect("{{json .Config.Volumes}}")).toBe("null");
    expect(await contract.inspect("{{json .Config.Cmd}}")).toBe("null");
  });

  it("gives back the bytes it was given, lists them, and keeps them as a file", async () => {
    const { status, body } = await s3("GET", "/box/deep/object");
    expect(status).toBe(200);
    expect(body.equals(object)).toBe(true);
    const list = (await s3("GET", "/box?list-type=2")).body.toString();
    expect(list).toContain("<Key>deep/object</Key>");
    expect(list).toContain(`<Size>${object.length}</Size>`);
    const file = await server.exec(["sha256sum", "/data/box/deep/object"]);
    expect(file.stdout.split(" ")[0]).toBe(sha256(object));
  });

  it("says that there is no such object, and deletes", async () => {
    const { status, body } = await s3("GET", "/box/nothing");
    expect(status).toBe(404);
    expect(body.toString()).toContain("<Code>NoSuchKey</Code>");
    expect((await s3("PUT", "/box/short-lived", Buffer.from("x"))).status).toBe(200);
    expect((await s3("DELETE", "/box/short-lived")).status).toBe(204);
    expect((await s3("GET", "/box/short-lived")).status).toBe(404);
  });

  // without accounts beside root, an unknown key is answered with 404
  it.each<[string, Keys | "nobody", number, RegExp]>([
    ["a wrong secret", { ...keys, secret: "wrong" }, 403, /<Code>SignatureDoesNotMatch</],
    ["an unknown key", { ...keys, access: "stranger" }, 404, /<Code>XAdminUserNotFound</],
    ["nobody", "nobody", 403, /<Code>AccessDenied</],
  ])("refuses %s, for reading and for writing", async (_, as, refused, said) => {
    for (const method of ["GET", "PUT"]) {
      const { status, body } = await s3(method, "/box/deep/object", Buffer.alloc(0), as);
      expect(status).toBe(refused);
      expect(body.toString()).toMatch(said);
    }
    expect((await s3("GET", "/box/deep/object")).body.equals(object)).toBe(true);
  });

  it("exits 0 on SIGTERM, and has its objects when it is back", async () => {
    expect(await server.stop()).toBe(0);
    await server.start();
    await answers();
    expect((await s3("GET", "/box/deep/object")).body.equals(object)).toBe(true);
  });

  it("needs no words when its variables say it all, and knows its buckets when it may keep metadata", async () => {
    const other = await contract.start({
      env: {
        ...credentials,
        VGW_BACKEND: "posix",
        VGW_BACKEND_ARG: "/data",
        VGW_META_SIDECAR: "/meta",
        VGW_ARGS: "--health /health",
      },
      flags: [...volume, "--volume", "/meta"],
    });
    base = `http://${await other.address(7070)}`;
    const health = async () => (await fetch(`${base}/health`).catch(() => undefined))?.status === 200;
    await until("it is healthy", health);
    expect((await s3("PUT", "/box")).status).toBe(200);
    const again = await s3("PUT", "/box");
    expect(again.status).toBe(409);
    expect(again.body.toString()).toContain("<Code>BucketAlreadyOwnedByYou</Code>");
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    ["without words and variables", credentials, [], /VGW_BACKEND/],
    ["a backend that does not exist", { ...credentials, VGW_BACKEND: "tape" }, [], /tape/],
    ["no keys", {}, ["posix", "--nometa", "/tmp"], /root user access and secret key must be provided/],
    ["no folder", credentials, ["posix", "--nometa", "/nowhere"], /\/nowhere/],
    ["an unknown flag", credentials, ["posix", "--no-such-flag", "/tmp"], /no-such-flag/],
  ])("ends with 1 and says why: %s", async (_, env, command, said) => {
    const { code, stdout, stderr } = await contract.run({ env, command });
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(said);
  });

  it("says its version", async () => {
    expect((await contract.run({ command: ["--version"] })).stdout).toMatch(/v1\.8\./);
  });
});
