import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patientAgent } from "./patient-agent.ts";

// a server whose queue takes one connection at a time, and which takes its time over each
const server = `
import socket, sys, time
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen(0)
print("ready", flush=True)
time.sleep(0.3)
while True:
    one, _ = listening.accept()
    one.recv(4096)
    one.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok")
    one.close()
`;

function ask(socketPath: string, agent: Agent | undefined): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get({ socketPath, path: "/", ...(agent && { agent }) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test.runIf(process.platform === "linux")(
  "more calls at once than a socket's queue takes all get through",
  async () => {
    const path = join(mkdtempSync(join(tmpdir(), "queue-")), "engine.sock");
    const child = spawn("python3", ["-c", server, path], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(child.stdout, "data");
      const plain = await Promise.all(Array.from({ length: 12 }, () => ask(path, undefined)));
      expect(plain).toContain("EAGAIN");
      const agent = patientAgent();
      const patient = await Promise.all(Array.from({ length: 12 }, () => ask(path, agent)));
      expect(patient).toEqual(Array(12).fill(200));
    } finally {
      child.kill("SIGKILL");
    }
  },
);

test("an address where nobody is fails at once", async () => {
  expect(await ask(join(tmpdir(), "nobody.sock"), patientAgent())).toBe("ENOENT");
});
