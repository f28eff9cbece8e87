import { describe, expect, it } from "vitest";
import { type Difference, differencesBetween, differenceText, names } from "./differences.ts";
import { neutralStage, type Plain } from "./neutral.ts";
import { changed } from "./setting.ts";

// biome-ignore lint/suspicious/noExplicitAny: a compose file that tests change at will
type Loose = Record<string, any>;

const config = (lines: string[]) => ({ content: lines.join("\n") });
const backend = ["backend apps", "  balance roundrobin", "  check inter 300ms", "  server app-1 app-1:8080"];

/** Two app servers behind a balancer, and a database. */
function base(): Plain {
  const app = { image: "app:1", cpus: 0.2, environment: { DB_HOST: "db" }, networks: ["inside"] };
  return {
    services: {
      lb: {
        image: "haproxy:3",
        configs: [{ source: "backend", target: "/etc/backend.cfg" }],
        networks: ["inside"],
        depends_on: ["app-1", "app-2"],
      },
      "app-1": { ...app },
      "app-2": { ...app },
      db: { image: "mysql:9", command: ["--skip-log-bin", "--max-connections=60"], networks: ["inside"] },
    },
    networks: { inside: {} },
    volumes: { data: {} },
    configs: { backend: config([...backend, "  server app-2 app-2:8080"]) },
    "x-stagecraft": {
      client: { network: "inside", cpus: 0.5 },
      servers: {
        "lb-1": { type: "micro", services: ["lb"] },
        "app-1": { type: "nano", services: ["app-1"] },
        "app-2": { type: "nano", services: ["app-2"] },
        "db-1": { type: "small", services: ["db"] },
      },
    },
  };
}

const neutral = (compose: Plain) => neutralStage(compose, { project: "p", root: "/somewhere" });

/** What sets a changed stage apart from the one above. */
function found(change: (stage: Loose) => void): Difference[] {
  const other = structuredClone(base()) as Loose;
  change(other);
  return differencesBetween(neutral(base()), neutral(other));
}

describe("independent differences of two stages", () => {
  it("are none of a stage and itself", () => {
    expect(found(() => {})).toEqual([]);
  });

  it.each<[string, (stage: Loose) => void, string]>([
    [
      "an environment variable of two replicas",
      ({ services }) => {
        for (const app of ["app-1", "app-2"]) services[app].environment.SESSIONS = "mysql";
      },
      "SESSIONS",
    ],
    [
      "a replica's own name in the same change",
      ({ services }) => {
        for (const app of ["app-1", "app-2"]) services[app].environment.STORE = `disk-of-${app}`;
      },
      "STORE",
    ],
    [
      "lines of a mounted file that stand together",
      ({ configs }) => {
        configs.backend = config([
          backend[0]!,
          "  balance leastconn",
          ...backend.slice(2),
          "  server app-2 app-2:8080",
        ]);
      },
      "leastconn",
    ],
    [
      "a file under another name with one more line",
      ({ services, configs }) => {
        services.lb.configs = [{ source: "sticky", target: "/etc/backend.cfg" }];
        configs.sticky = config([...backend, "  server app-2 app-2:8080", "  stick-table type string"]);
      },
      "stick-table",
    ],
    [
      "a server less, with its service, its place in the balancer and who waits for it",
      ({ services, configs, "x-stagecraft": own }) => {
        delete services["app-2"];
        delete own.servers["app-2"];
        services.lb.depends_on = ["app-1"];
        configs.backend = config(backend);
      },
      "app-2",
    ],
    [
      "a server more, and the setting that names it",
      ({ services, "x-stagecraft": own }) => {
        services.redis = { image: "redis:8", networks: ["inside"] };
        own.servers["redis-1"] = { type: "nano", services: ["redis"] };
        for (const app of ["app-1", "app-2"]) services[app].environment.SESSIONS_AT = "redis:6379";
      },
      "redis",
    ],
    [
      "a bigger machine, with what its service is given",
      ({ services, "x-stagecraft": own }) => {
        own.servers["db-1"].type = "large";
        services.db.cpus = 1;
        services.db.mem_limit = "2g";
      },
      "large",
    ],
    [
      "another program in a service, with its own files and checks",
      ({ services, configs }) => {
        services.lb.image = "nginx:1";
        services.lb.configs = [{ source: "nginx", target: "/etc/nginx.conf" }];
        services.lb.healthcheck = { test: ["CMD", "nginx", "-t"] };
        configs.nginx = config(["http {", "}"]);
      },
      "nginx",
    ],
    [
      "a mode that two places have to say",
      ({ services, configs }) => {
        services.lb.environment = { WEB_MODE: "tcp" };
        configs.backend = config([
          backend[0]!,
          "  mode tcp",
          ...backend.slice(1),
          "  server app-2 app-2:8080",
        ]);
      },
      "WEB_MODE",
    ],
    [
      "a network that somebody joins",
      ({ services, networks }) => {
        networks.outside = {};
        services.db.networks = ["inside", "outside"];
      },
      "outside",
    ],
  ])("are one: %s", (_what, change, word) => {
    const all = found(change);
    expect(all.map((one) => differenceText(one))).toHaveLength(1);
    expect(names(all[0]!, word)).toBe(true);
  });

  it.each<[string, (stage: Loose) => void, number]>([
    [
      "two variables of one service",
      ({ services }) => {
        services["app-1"].environment = { DB_HOST: "db", AGE: "0", RETRIES: "3" };
      },
      2,
    ],
    [
      "a variable of the apps and another of the database",
      ({ services }) => {
        for (const app of ["app-1", "app-2"]) services[app].environment.MAX_LAG_MS = 0;
        services.db.environment = { SOURCE_DELAY: 2 };
      },
      2,
    ],
    [
      "two options of one command",
      ({ services }) => {
        services.db.command = ["--skip-log-bin", "--max-connections=20", "--buffer=8M"];
      },
      2,
    ],
    [
      "a removed server and a switched-off safety",
      ({ services, "x-stagecraft": own, configs }) => {
        delete services["app-2"];
        delete own.servers["app-2"];
        configs.backend = config(backend);
        services["app-1"].environment.IDEMPOTENT = "false";
      },
      2,
    ],
    [
      "lines of a file that stand apart",
      ({ configs }) => {
        configs.backend = config([
          "backend apps",
          "  balance first",
          "  check inter 300ms",
          "  server app-1 app-1:8080 weight 3",
          "  server app-2 app-2:8080",
        ]);
      },
      2,
    ],
    [
      "a larger share for the load generator besides",
      ({ services, "x-stagecraft": own }) => {
        own.client.cpus = 0.3;
        services["app-1"].environment.RETRIES = "3";
      },
      2,
    ],
  ])("are several: %s", (_what, change, count) => {
    expect(found(change).map((one) => differenceText(one))).toHaveLength(count);
  });

  it("do not count comments, the order of starts and labels", () => {
    const all = found(({ services, configs }) => {
      services.lb.depends_on = ["db"];
      services.db.labels = { said: "by nobody" };
      configs.backend = config(["# why", ...backend, "", "  server app-2 app-2:8080"]);
    });
    expect(all).toEqual([]);
  });

  it("take in what the step does otherwise, as part of what it follows from", () => {
    const other = structuredClone(base()) as Loose;
    delete other.services["app-2"];
    delete other["x-stagecraft"].servers["app-2"];
    other.configs.backend = config(backend);
    const sides = [neutral(base()), neutral(other)] as const;
    const follows = changed("fault", { target: "app-2" }, { target: "app-1" });
    expect(differencesBetween(...sides, follows)).toHaveLength(1);
    expect(differencesBetween(sides[0], sides[0], follows)).toHaveLength(1);
    const apart = changed("fault", { target: "db-1" }, { target: "lb-1" });
    expect(differencesBetween(...sides, apart)).toHaveLength(2);
  });
});

describe("the words of an author", () => {
  const [difference] = found(({ services }) => {
    services.db.environment = { SEMI_SYNC: "yes" };
  });

  it.each([
    ["SEMI_SYNC", true],
    ["semi_sync", true],
    ["db", true],
    ["SEMI", false],
    ["app-1", false],
    ["environment.SEMI_SYNC", true],
    ["sync (", false],
  ])("%s: %s", (word, expected) => {
    expect(names(difference!, word)).toBe(expected);
  });

  it("a difference is told in a line, with what goes with it", () => {
    expect(differenceText(difference!)).toBe("db environment.SEMI_SYNC: nothing → yes");
    const [more] = found(({ services }) => {
      services.redis = { image: "redis:8" };
      services.db.environment = { CACHE: "redis" };
    });
    expect(differenceText(more!)).toBe("redis is on one side only (and 1 more that go with it)");
  });
});
