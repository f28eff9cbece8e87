import { parseHead, type ResponseHead } from "./response-head.ts";

/** Reads one response after the other from a connection's bytes; bodies are counted and dropped. */
export interface ResponseReader {
  /** Takes bytes of `buffer` from 0 to `end`. */
  push(buffer: Buffer, end: number): ReaderState;
  /** The connection ended: completes a body that lasts until then. */
  end(): ReaderState;
  /** Makes ready for the next response. */
  reset(): void;
  /** Head of the response being read; undefined until it is complete. */
  head: ResponseHead | undefined;
}

/** `surplus`: complete, but more came than was asked for, so the connection is not to be used again. */
export type ReaderState = "more" | "done" | "surplus" | "bad";

type Part =
  | "head"
  | "fixed"
  | "chunk-size"
  | "chunk"
  | "chunk-end"
  | "trailer"
  | "until-close"
  | "done"
  | "bad";

const maxHeadBytes = 65_536;

/** A head is looked for in slices, so that a long body behind it is not turned into text. */
const headSliceBytes = 2048;

export function createResponseReader(): ResponseReader {
  let part: Part = "head";
  let text = ""; // of a head or a chunk-size line that is not complete
  let left = 0; // bytes of the fixed body or the chunk

  function startBody(head: ResponseHead): Part {
    if (head.status < 200) {
      // an interim answer (100, 103): the real one follows
      reader.head = undefined;
      return "head";
    }
    if (head.body === "chunked") return "chunk-size";
    if (head.body === "until-close") return "until-close";
    left = head.body;
    return left === 0 ? "done" : "fixed";
  }

  /** The next line from `at`, or undefined when it is not complete: its start is kept. */
  function line(buffer: Buffer, at: number, end: number): { value: string; next: number } | undefined {
    const found = buffer.indexOf(10, at);
    if (found === -1 || found >= end) {
      text += buffer.toString("latin1", at, end);
      if (text.length > maxHeadBytes) part = "bad";
      return undefined;
    }
    const value = (text + buffer.toString("latin1", at, found)).replace(/\r$/, "");
    text = "";
    return { value, next: found + 1 };
  }

  function readHead(buffer: Buffer, at: number, end: number): number {
    const before = text.length;
    const until = Math.min(end, at + headSliceBytes);
    text += buffer.toString("latin1", at, until);
    const close = text.indexOf("\r\n\r\n", Math.max(0, before - 3));
    if (close === -1) {
      if (text.length > maxHeadBytes) part = "bad";
      return until;
    }
    reader.head = parseHead(text.slice(0, close));
    text = "";
    part = reader.head ? startBody(reader.head) : "bad";
    return at + close + 4 - before;
  }

  function readLine(buffer: Buffer, at: number, end: number): number {
    const found = line(buffer, at, end);
    if (!found) return end;
    if (part === "chunk-end") part = found.value === "" ? "chunk-size" : "bad";
    else if (part === "trailer") part = found.value === "" ? "done" : "trailer";
    else {
      const size = found.value.split(";", 1)[0]!.trim();
      left = /^[0-9a-fA-F]{1,12}$/.test(size) ? Number.parseInt(size, 16) : -1;
      part = left < 0 ? "bad" : left === 0 ? "trailer" : "chunk";
    }
    return found.next;
  }

  function readBytes(at: number, end: number): number {
    const taken = Math.min(left, end - at);
    left -= taken;
    if (left === 0) part = part === "fixed" ? "done" : "chunk-end";
    return at + taken;
  }

  const state = (): ReaderState => (part === "done" ? "done" : part === "bad" ? "bad" : "more");

  const reader: ResponseReader = {
    head: undefined,
    push(buffer, end) {
      let at = 0;
      while (at < end && part !== "done" && part !== "bad") {
        if (part === "head") at = readHead(buffer, at, end);
        else if (part === "fixed" || part === "chunk") at = readBytes(at, end);
        else if (part === "until-close") at = end;
        else at = readLine(buffer, at, end);
      }
      return part === "done" && at < end ? "surplus" : state();
    },
    end() {
      if (part === "until-close") part = "done";
      return state();
    },
    reset() {
      part = "head";
      text = "";
      left = 0;
      reader.head = undefined;
    },
  };
  return reader;
}
