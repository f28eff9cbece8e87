import { expect, test } from "vitest";
import { fakeRoom } from "../testing/fake-engine.ts";
import { onMachine, pythonCommand } from "./python.ts";

test("arguments go as one JSON value, never into the program's text", () => {
  const args = { where: `'; rm -rf / #` };
  const command = pythonCommand("print(args)", args);
  expect(command.slice(0, 3)).toEqual(["python3", "-IS", "-c"]);
  expect(command[3]).not.toContain("rm -rf");
  expect(JSON.parse(command[4]!)).toEqual(args);
});

test("a program that fails is told of by its last line, one that says nothing by its exit code", async () => {
  const { engine, reach } = fakeRoom();
  let output = "Traceback (most recent call last):\n  File …\nPermissionError: [Errno 13]\n";
  engine.onExec(() => ({ code: 1, output }));
  const message = (text: string) => ({ code: "fault", message: `a look at the machine failed: ${text}` });
  await expect(onMachine("", {}, reach)).rejects.toMatchObject(message("PermissionError: [Errno 13]"));
  output = "";
  await expect(onMachine("", {}, reach)).rejects.toMatchObject(message("exit code 1"));
});
