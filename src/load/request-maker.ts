import { createRandom } from "../model/seed.ts";
import { createRequestText, type RequestBytes } from "./http/request-text.ts";
import { imageType, makeImage } from "./image.ts";
import type { ResolvedOpenJob } from "./job.ts";
import type { RequestStep } from "./journeys.ts";
import { draw, seedTag, writeId } from "./schedule.ts";
import { accountNamed, accountOf } from "./users.ts";
import type { VirtualUser } from "./virtual-user.ts";

/** The text of one step's request, and the id when it writes. */
export interface StepRequest {
  text: RequestBytes;
  id?: string;
}

/** Makes the request of a virtual user's step. Everything in it follows from the seed and the user's cookies. */
export function createRequestMaker(
  job: ResolvedOpenJob,
): (user: VirtualUser, step: RequestStep) => StepRequest {
  const origin = new URL(job.url);
  const requestText = createRequestText(origin, job.headers, job.keepAlive);
  const tag = seedTag(job.seed);
  const drawSeed = createRandom(job.seed, "among").int(0x100000000);
  const images = new Map<RequestStep, Buffer>();

  function imageOf(step: Extract<RequestStep, { kind: "upload" }>): Buffer {
    const image = images.get(step) ?? makeImage(step.path, step.bytes);
    images.set(step, image);
    return image;
  }

  function loginBody(name: string, password: string): { body: string; contentType: string } {
    const fields = { [job.login.nameField]: name, [job.login.passwordField]: password };
    return job.login.format === "form"
      ? { body: String(new URLSearchParams(fields)), contentType: "application/x-www-form-urlencoded" }
      : { body: JSON.stringify(fields), contentType: "application/json" };
  }

  return (user, step) => {
    const cookie = user.jar?.header(Date.now()) ?? "";
    switch (step.kind) {
      case "get": {
        const { among } = step;
        const path =
          among === undefined
            ? step.path
            : step.path.replaceAll("{n}", String(1 + draw(drawSeed, user.arrival.index, user.at, among)));
        return { text: requestText({ method: "GET", path, cookie }) };
      }
      case "read": {
        const path = step.path.replace(
          "{id}",
          encodeURIComponent(user.lastWrites?.get(step.ledger)?.id ?? "none"),
        );
        return { text: requestText({ method: "GET", path, cookie }) };
      }
      case "post": {
        const id = writeId(job.idPrefix, tag, user.arrival.index, user.at);
        const body = JSON.stringify({
          id,
          title: `Post ${id}`,
          body: `Written by ${user.name || "a visitor"}.`,
        });
        const spec = {
          method: "POST",
          path: step.path,
          cookie,
          body,
          contentType: "application/json",
        } as const;
        return { id, text: requestText(spec) };
      }
      case "upload": {
        const id = writeId(job.idPrefix, tag, user.arrival.index, user.at);
        const contentType = imageType(step.path) ?? "application/octet-stream";
        const body = imageOf(step);
        const path = step.path.replace("{id}", id);
        return { id, text: requestText({ method: "PUT", path, cookie, body, contentType }) };
      }
      case "login": {
        const rule = job.users!;
        const account =
          step.user === "any"
            ? accountOf(rule, user.arrival.user)
            : (accountNamed(rule, step.user) ?? { name: step.user, password: rule.password });
        user.name = account.name;
        const login = loginBody(account.name, account.password);
        return { text: requestText({ method: "POST", path: job.login.path, cookie, ...login }) };
      }
    }
  };
}
