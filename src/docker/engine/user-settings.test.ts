import { expect, test } from "vitest";
import { keptSettings, pluginFolders, proxyVariables } from "./user-settings.ts";

const all = () => true;
const none = () => false;

test.each([
  [{}, all, {}],
  [{ auths: { r: { auth: "eDp5" } } }, none, { auths: { r: { auth: "eDp5" } } }],
  [{ auths: { r: { auth: "eDp5" }, s: "odd" } }, none, { auths: { r: { auth: "eDp5" } } }],
  [{ auths: ["odd"], credsStore: 7, credHelpers: "odd" }, all, {}],
  [{ credsStore: "desktop" }, all, { credsStore: "desktop" }],
  [{ credsStore: "desktop" }, none, {}],
  [
    { credHelpers: { a: "gcloud", b: "gone" } },
    (name: string) => name === "gcloud",
    { credHelpers: { a: "gcloud" } },
  ],
  [
    {
      proxies: { default: { httpProxy: "http://p:1" } },
      aliases: { builder: "buildx" },
      HttpHeaders: { "X-Meta": "x" },
      detachKeys: "ctrl-a",
      currentContext: "far",
      cliPluginsExtraDirs: ["/x"],
      plugins: { "-x-cli-hints": { enabled: "true" } },
      features: { hooks: "true" },
    },
    all,
    {},
  ],
] as [Record<string, unknown>, (name: string) => boolean, unknown][])(
  "of %j only log-ins are kept",
  (config, hasHelper, kept) => {
    expect(keptSettings(config, hasHelper)).toEqual(kept);
  },
);

test("proxies come in both spellings, those of the engine before the default", () => {
  const proxies = { default: { httpProxy: "http://p:1", noProxy: "a,b" }, "unix:///x": { allProxy: "q" } };
  expect(proxyVariables({ proxies }, "unix:///y")).toEqual({
    http_proxy: "http://p:1",
    HTTP_PROXY: "http://p:1",
    no_proxy: "a,b",
    NO_PROXY: "a,b",
  });
  expect(proxyVariables({ proxies }, "unix:///x")).toEqual({ all_proxy: "q", ALL_PROXY: "q" });
});

test.each([{}, { proxies: "odd" }, { proxies: { default: 7 } }, { proxies: { default: { httpProxy: 7 } } }])(
  "%j names no proxies",
  (config) => {
    expect(proxyVariables(config, "unix:///x")).toEqual({});
  },
);

test("plugins are looked for where the user's CLI does, in its order", () => {
  const user = { folder: "/home/me/.docker", config: { cliPluginsExtraDirs: ["/opt/x", "relative", 7] } };
  const folders = pluginFolders(user);
  expect(folders.slice(0, 2)).toEqual(["/opt/x", "/home/me/.docker/cli-plugins"]);
  expect(folders).toContain("/usr/libexec/docker/cli-plugins");
  expect(pluginFolders({ folder: "/f", config: { cliPluginsExtraDirs: "odd" } })[0]).toBe("/f/cli-plugins");
});
