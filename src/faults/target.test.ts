import { describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { findTarget, targetNames } from "./target.ts";
import { fakeStage } from "./testing/fake-engine.ts";

const stage = fakeStage();

const found = (name: string) => {
  const { containers, networks, ...rest } = findTarget(stage, name);
  return { ...rest, containers: containers.map((one) => one.id), networks: networks.map((one) => one.id) };
};

describe("a target", () => {
  test.each([
    ["a server", "lb-1", ["c-lb"], ["c-lb"], ["lb-1"]],
    ["a server on a host of its own", "app-1", ["c-app-1"], ["c-app-1-host"], ["app-1"]],
    ["a server of several containers", "box-1", ["c-web", "c-job"], ["c-box-1-host"], ["box-1"]],
    ["a service", "lb", ["c-lb"], ["c-lb"], ["lb-1"]],
    ["one service of several", "job", ["c-job"], ["c-box-1-host"], ["box-1"]],
    ["the engine's name of a container", "p-web-1", ["c-web"], ["c-box-1-host"], ["box-1"]],
    ["a zone of one", "left", ["c-app-1"], ["c-app-1-host"], ["app-1"]],
    ["a zone of two", "right", ["c-app-2", "c-db"], ["c-app-2-host", "c-db"], ["app-2", "db-1"]],
    ["a list", "app-1,db", ["c-app-1", "c-db"], ["c-app-1-host", "c-db"], ["app-1", "db-1"]],
    ["a list with blanks", "app-1, lb-1", ["c-app-1", "c-lb"], ["c-app-1-host", "c-lb"], ["app-1", "lb-1"]],
    ["the same thing twice", "left,app-1,app-1", ["c-app-1"], ["c-app-1-host"], ["app-1"]],
    ["two services of one box", "web,job", ["c-web", "c-job"], ["c-box-1-host"], ["box-1"]],
    [
      "a list with a zone",
      "right,lb",
      ["c-app-2", "c-db", "c-lb"],
      ["c-app-2-host", "c-db", "c-lb"],
      ["app-2", "db-1", "lb-1"],
    ],
  ])("is %s: %s", (_, name, containers, networks, servers) => {
    expect(found(name)).toEqual({ name, containers, networks, servers });
  });

  test("is never a sandbox: killed, it would take its server's address along", () => {
    expect(() => findTarget(stage, "app-1-host")).toThrow(LabError);
    expect(() => findTarget(stage, "p-app-1-host-1")).toThrow(LabError);
    expect(() => findTarget(stage, "c-app-1")).toThrow("no server or container is called c-app-1");
  });

  test.each([
    ["lb-2", 'did you mean "lb-1"? targets: '],
    ["leftt", 'did you mean "left"? targets: '],
    ["nothing-like-it", "targets: lb-1, lb, app-1, app-2, db-1, db, box-1, web, job, left, right"],
    ["", "targets: "],
    ["app-1,", "targets: "],
    ["app-1,lb-2", 'did you mean "lb-1"? '],
  ])("that is not there (%j) is refused with what there is", (name, next) => {
    const find = () => findTarget(stage, name);
    expect(find).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringMatching(/in stage two$/) }),
    );
    expect(find).toThrow(expect.objectContaining({ next: expect.stringContaining(next) }));
  });
});

test("every name there is can be aimed at", () => {
  const names = targetNames(stage);
  expect(names).toHaveLength(11);
  for (const name of names) expect(found(name).containers.length).toBeGreaterThan(0);
  expect(targetNames({ servers: stage.servers })).not.toContain("left");
});
