import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LabError, placeText } from "../../model/errors.ts";
import { loadSpecs, parseSpecs } from "./load-specs.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const good = `images:
  base:
    variable: STAGECRAFT_BASE
    tag: forky
    context: compose/images/base
    suite: forky
    versions: [{command: [cat, /etc/debian_version], expect: forky}]
    downloadMiB: 1
    diskMiB: 1
  web:
    official: web:1.2
    variable: STAGECRAFT_WEB
    tag: "1.2"
    context: compose/images/web
    from: {image: base, arg: BASE_IMAGE}
    versions: [{command: [web, -v], expect: 'v(1\\.2\\.\\d+)'}]
    downloadMiB: 1
    diskMiB: 1
`;

function problemsOf(text: string): string[] {
  try {
    parseSpecs(text, "images.yaml", "/project");
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === "bad-input")
      return thrown.problems.map(({ place, what }) => `${place ? placeText(place) : ""} ${what}`);
    throw thrown;
  }
  return [];
}

describe("parseSpecs", () => {
  it("makes folders absolute and patterns regular expressions", () => {
    const web = parseSpecs(good, "images.yaml", "/project").get("web");
    expect(web).toMatchObject({
      name: "web",
      context: "/project/compose/images/web",
      contexts: {},
      official: "web:1.2",
    });
    expect(web?.versions[0]?.expect.exec("nginx v1.2.34")?.[1]).toBe("1.2.34");
  });

  it.each([
    ["broken YAML", good.replace("tag: forky", 'tag: "forky'), /^images\.yaml:4:16 Missing closing "quote$/],
    ["an unknown key", good.replace("official:", "offical:"), /^images\.yaml:11:5 .*offical/],
    ["a missing key", good.replace("    tag: forky\n", ""), /^images\.yaml:2:3 images\.base\.tag/],
    [
      "a variable that is not ours",
      good.replace("STAGECRAFT_WEB", "WEB"),
      /^images\.yaml:12:5 .*STAGECRAFT_/,
    ],
    [
      "a folder outside the project",
      good.replace("compose/images/web", "../web"),
      /^images\.yaml:14:5 .*inside the project/,
    ],
    [
      "a broken pattern",
      good.replace("expect: forky", "expect: '('"),
      /^images\.yaml:7:\d+ .*regular expression/,
    ],
    [
      "an unknown base",
      good.replace("image: base,", "image: bass,"),
      /^images\.yaml:15:5 .*no image "bass"; there are: base, web/,
    ],
    [
      "a variable used twice",
      good.replace("STAGECRAFT_WEB", "STAGECRAFT_BASE"),
      /^images\.yaml:12:5 .*base's already/,
    ],
    [
      "an image built on itself",
      good.replace("image: base,", "image: web,"),
      /^images\.yaml:15:5 .*built on itself/,
    ],
  ])("says where %s is", (_, text, expected) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(expected)]);
  });

  it("says everything that is wrong, not only the first", () => {
    expect(problemsOf(good.replace("STAGECRAFT_WEB", "WEB").replace("tag: forky", "tag: '!'"))).toHaveLength(
      2,
    );
  });

  it("accepts the project's own file", () => {
    expect([...loadSpecs(root).keys()]).toEqual([
      "base",
      "node",
      "nginx",
      "httpd",
      "haproxy",
      "mysql",
      "redis",
      "kafka",
      "opensearch",
      "s3",
      "dnsmasq",
      "keepalived",
      "backup",
      "tools",
      "host",
      "app",
    ]);
  });
});
