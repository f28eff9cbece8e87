import { request } from "undici";
import { LabError, messageOf } from "../model/errors.ts";
import type { LedgerPort } from "../model/ports.ts";

const pageSize = 5000;
const mostPages = 200;
const timeoutMs = 10_000;

interface IdPage {
  ids: string[];
  /** Where the next page begins; absent or null on the last one. */
  next?: number | null;
}

/** The sample app's list of write ids (sample-app/README.md), read through the stage's published port. */
export const sampleLedger: LedgerPort = {
  async ids(stage, path, prefix) {
    const all: string[] = [];
    let after = 0;
    for (let page = 0; page < mostPages; page++) {
      const url = new URL(
        `${path}?${new URLSearchParams({ prefix, after: String(after), limit: String(pageSize) })}`,
        stage.url,
      );
      const { ids, next } = await read(url);
      all.push(...ids);
      if (next === undefined || next === null) return all;
      after = next;
    }
    throw new LabError("load", `the ledger at ${path} has more than ${mostPages * pageSize} ids`);
  },
};

async function read(url: URL): Promise<IdPage> {
  try {
    // not fetch: in Node 20 it can wait for ever, signal or not, when a published port accepts and resets at once
    const { statusCode, body } = await request(url, {
      headers: { accept: "application/json" },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    return JSON.parse(text) as IdPage;
  } catch (thrown) {
    throw new LabError("load", `the ledger at ${url.pathname} could not be read back: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}
