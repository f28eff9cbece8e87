import { aptGet } from "../src/docker/engine/private/apt.ts";
import { findExecutable } from "../src/docker/engine/stopped.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const path = "/usr/local/bin:/usr/bin:/bin:/snap/bin";

/** A Chromium of this machine; where there is none, Debian's is installed as the engine's host tools are. */
export async function chromium(): Promise<string> {
  const found = () => names.map((name) => findExecutable(name, path)).find((file) => file !== undefined);
  const here = process.env.STAGECRAFT_CHROMIUM ?? found();
  if (here) return here;
  if (process.getuid?.() !== 0) {
    throw new Error(`no Chromium: install ${names[0]}, or name one in STAGECRAFT_CHROMIUM`);
  }
  const install = ["-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", "chromium"];
  await aptGet(install, "installing Chromium").catch(async () => {
    await aptGet(["update"], "reading the host's package lists");
    await aptGet(install, "installing Chromium");
  });
  return (
    found() ?? Promise.reject(new Error("apt installed chromium, but there is none in the usual places"))
  );
}
