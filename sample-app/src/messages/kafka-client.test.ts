import { kGetConnection } from "@platformatic/kafka";
import { expect, test } from "vitest";
import { Admin, Consumer, Producer } from "./kafka-client.ts";

test.each([
  ["Admin", Admin],
  ["Consumer", Consumer],
  ["Producer", Producer],
])("a partition that nobody leads is an error of the call, not of the process (%s)", async (_, Client) => {
  const client = new Client({ clientId: "t", groupId: "t", bootstrapBrokers: ["127.0.0.1:1"] });
  const thrown = await new Promise((resolve) => client[kGetConnection](undefined as never, resolve));
  expect(thrown).toMatchObject({ canRetry: true, message: expect.stringContaining("no broker") });
  await client.close();
});
