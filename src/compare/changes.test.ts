import { describe, expect, test } from "vitest";
import { type Change, changesBetween } from "./changes.ts";
import { renderDiffMarkdown } from "./diff-markdown.ts";
import type { DiffResult } from "./diff-result.ts";
import { renderDiffTerminal } from "./diff-terminal.ts";
import { neutralStage, type Plain } from "./neutral.ts";

/** As `docker compose config` prints it. */
function resolved(project: string, root = "/home/me/lab"): Plain {
  const app = {
    image: "app:1",
    build: { context: `${root}/sample-app` },
    command: null,
    environment: { DB_PASSWORD: `secret-of-${project}`, DRAIN_MS: "1500" },
    mem_limit: "201326592",
    networks: { private: null },
  };
  return {
    name: project,
    services: {
      lb: { image: "haproxy:3.2", networks: { internet: null, private: null } },
      "app-1": app,
      "app-2": app,
    },
    networks: {
      internet: { name: `${project}_internet`, ipam: {} },
      private: { name: `${project}_private`, internal: true },
    },
    configs: {
      backend: {
        name: `${project}_backend`,
        content: "balance roundrobin\nserver app-1\nserver app-2\nhost $$x\n",
      },
    },
    "x-app": { anything: project },
    "x-stagecraft": {
      entry: { service: "lb", port: 80 },
      servers: {
        "app-1": { type: "nano", services: ["app-1"] },
        "app-2": { type: "nano", services: ["app-2"] },
      },
    },
  };
}

const neutral = (compose: Plain, project = "one", root = "/home/me/lab") =>
  neutralStage(compose, { project, root });

function changed(change: (compose: Plain) => void): Change[] {
  const after = resolved("one");
  change(after);
  return changesBetween(neutral(resolved("one")), neutral(after));
}

const part = (compose: Plain, ...path: string[]): Plain =>
  path.reduce((value, name) => value[name] as Plain, compose);

test("project names, secrets and the checkout's path make no difference", () => {
  const here = neutral(resolved("one"));
  const there = neutral(resolved("two", "/srv/other"), "two", "/srv/other");
  expect(there).toEqual(here);
  expect(changesBetween(here, there)).toEqual([]);
});

test("sizes and dollars read as people write them", () => {
  const { services, configs } = neutral(resolved("one"));
  expect(services["app-1"]?.mem_limit).toBe("192m");
  expect(configs.backend).toContain("host $x");
});

describe("changes", () => {
  test("a service that goes takes its links and its machine with it", () => {
    const changes = changed((compose) => {
      delete part(compose, "services")["app-2"];
      delete part(compose, "x-stagecraft", "servers")["app-2"];
    });
    expect(changes.map(({ kind, change, name }) => `${kind} ${name} ${change}`)).toEqual([
      "server app-2 removed",
      "link app-2 – private removed",
      "service app-2 removed",
    ]);
    expect(changes[0]?.before).toBe("services: [app-2], type: nano");
  });

  test("a machine type, an image and a network's settings are told before and after", () => {
    const changes = changed((compose) => {
      part(compose, "x-stagecraft", "servers", "app-1").type = "micro";
      part(compose, "services", "lb").image = "haproxy:3.3";
      part(compose, "networks", "private").internal = false;
    });
    expect(changes).toContainEqual({
      kind: "server",
      change: "changed",
      name: "app-1",
      before: "services: [app-1], type: nano",
      after: "services: [app-1], type: micro",
    });
    expect(changes).toContainEqual({
      kind: "image",
      change: "changed",
      name: "lb",
      before: "haproxy:3.2",
      after: "haproxy:3.3",
    });
    expect(changes.find(({ kind }) => kind === "network")?.diff).toContain(
      "-internal: true\n+internal: false",
    );
  });

  test("a config file shows the lines that changed, and no others but a few around them", () => {
    const [change, ...more] = changed((compose) => {
      part(compose, "configs", "backend").content =
        "balance leastconn\nserver app-1\nserver app-2\nhost $$x\n";
    });
    expect(more).toEqual([]);
    expect(change).toMatchObject({ kind: "config", name: "backend", change: "changed" });
    expect(change?.diff?.split("\n").slice(1, 4)).toEqual([
      "-balance roundrobin",
      "+balance leastconn",
      " server app-1",
    ]);
  });

  test("joining a network is a link, even without settings", () => {
    const changes = changed((compose) => {
      part(compose, "services", "app-1", "networks").internet = null;
    });
    expect(changes).toContainEqual({ kind: "link", change: "added", name: "app-1 – internet" });
  });
});

describe("the shown difference", () => {
  const result: DiffResult = {
    a: "a",
    b: "b",
    changes: changed((compose) => {
      part(compose, "configs", "backend").content = "```\n";
    }),
    bench: null,
    rows: [],
    comparisons: [],
    unsound: [],
    reason: "no bench has measured both a and b",
    next: "./lab diff a b --measure",
  };

  test("says how to get figures when there are none", () => {
    const text = renderDiffTerminal(result, { colour: false, width: 80 });
    expect(text).toContain("no bench has measured both a and b");
    expect(text).toContain("./lab diff a b --measure");
    expect(text).toContain("  -balance roundrobin");
    expect(text).not.toContain("Is it better?");
  });

  test("a config with a code fence in it cannot end ours", () => {
    expect(renderDiffMarkdown(result)).toContain("````diff\n");
  });

  test("says so when nothing differs", () => {
    expect(renderDiffTerminal({ ...result, changes: [] }, { colour: false })).toContain("nothing differs");
  });
});
