import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { errorIn, eventsOf } from "./engine-events.ts";

const read = async (...chunks: (string | Buffer)[]) => {
  const found = [];
  for await (const event of eventsOf(Readable.from(chunks, { objectMode: false }))) found.push(event);
  return found;
};

it("reads a line an event, however the answer is cut into chunks", async () => {
  const korean = Buffer.from('{"status":"받는 중"}\r\n');
  expect(
    await read('{"id":"a"', ',"status":"x"}\r\n\r\n', korean.subarray(0, 13), korean.subarray(13)),
  ).toEqual([{ id: "a", status: "x" }, { status: "받는 중" }]);
});

it("finds an error in the body of an answer that began well", async () => {
  const [good, detailed, short] = await read(
    '{"status":"x"}\n{"errorDetail":{"message":"full"},"error":"short"}\n{"error":"short"}\n',
  );
  expect([good, detailed, short].map((event) => errorIn(event!))).toEqual([undefined, "full", "short"]);
});
