import { expect, test } from "vitest";
import { fakeRoom, fakeStage } from "../testing/room.ts";
import { diskFull, disksOf, harmOf } from "./disk-full.ts";

const small = { disk: 7, root: 1, engine: 2, bytes: 32 * 1024 ** 2 };

test.each([
  ["a small file system of its own", small, undefined],
  ["a folder of the container", { ...small, disk: 1 }, "it is no file system of its own"],
  ["a plain volume on the engine's disk", { ...small, disk: 2 }, "it is no file system of its own"],
  ["a large disk", { ...small, bytes: 2 * 1024 ** 3 }, "it has no small size of its own"],
])("%s: %j is harmful: %j", (_name, look, harm) => {
  if (harm === undefined) expect(harmOf(look)).toBeUndefined();
  else expect(harmOf(look)).toContain(harm);
});

/** A room whose helpers see such a disk. */
function roomWith(look: string) {
  const room = fakeRoom();
  room.engine.onExec((_id, command) => (command.includes("look") ? { code: 0, output: look } : undefined));
  return room;
}

test("the undo is to end the filling helper first, then to remove the file that bears the fault's name", async () => {
  const { strike } = roomWith("7 1 2 33554432");
  expect(await diskFull.plan(strike("db-1"))).toEqual([
    { do: "helpers" },
    { do: "file", volumesOf: "c-db", path: "/var/lib/mysql/.stagecraft-1a2b3c4d" },
  ]);
});

test("it is filled by a helper of the fault's own that knows its time", async () => {
  const { engine, strike } = roomWith("7 1 2 33554432");
  await diskFull.inject(strike("db-1"));
  const [filler] = engine.helpersThere().filter((one) => one.helper?.fault === "1a2b3c4d");
  expect(filler?.helper?.place).toContain("volumes of c-db");
  expect(filler?.helper?.command.slice(-2)).toEqual(["/var/lib/mysql/.stagecraft-1a2b3c4d", "10"]);
});

test.each(["7 7 2 33554432", "2 1 2 33554432", "7 1 2 270000000000"])(
  "nothing is filled when a helper sees %j",
  async (look) => {
    const { engine, strike } = roomWith(look);
    for (const step of [diskFull.warm!, diskFull.inject]) {
      await expect(step(strike("db-1"))).rejects.toMatchObject({
        code: "fault",
        message: expect.stringMatching(
          /^the disk \/var\/lib\/mysql of db-1 is not filled: .* the host's disk$/,
        ),
      });
    }
    expect(engine.helpersThere().every((one) => one.helper?.fault === undefined)).toBe(true);
  },
);

test("a disk that cannot be looked at is not filled", async () => {
  const { engine, strike } = fakeRoom();
  engine.onExec(() => ({ code: 1, output: "stat: cannot statx" }));
  await expect(diskFull.inject(strike("db-1"))).rejects.toMatchObject({ code: "fault" });
});

test("a server without a disk is refused with those that have one", async () => {
  const { strike, stage } = fakeRoom();
  for (const target of ["app-1", "right"]) {
    expect(() => disksOf(strike(target))).toThrow(
      expect.objectContaining({ code: "fault", next: "servers that have one: db-1" }),
    );
  }
  const servers = stage.servers.map(({ disk: _, ...server }) => server);
  const none = fakeRoom({ stage: fakeStage({ servers }) });
  expect(() => disksOf(none.strike("db-1"))).toThrow(
    expect.objectContaining({ next: "no server of this stage has one" }),
  );
});
