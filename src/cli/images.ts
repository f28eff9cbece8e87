import type { Command } from "commander";
import { type CheckedImage, checkImages, checkImagesExitCode } from "../app/check-images.ts";
import {
  fetchImages,
  type ImageContext,
  type ImageStatus,
  imageNames,
  listImages,
  type ResolvedImages,
  resolveImages,
} from "../app/images.ts";
import { openSession } from "../app/session.ts";
import { contextFrom } from "./context.ts";
import { type Io, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

interface Flags {
  json?: boolean;
  yes?: boolean;
  official?: boolean;
}

async function contextOf(io: Io, flags: Flags): Promise<ImageContext> {
  const context = contextFrom(io, flags);
  return { ...context, engine: (await openSession(context)).access };
}

/** Left-aligned columns, two spaces apart. */
function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ");
  return rows.map((row) => `${line(row).trimEnd()}\n`).join("");
}

function listText(images: ImageStatus[]): string {
  const rows = images.map((image) => [
    image.name,
    image.ref ?? "(absent)",
    image.origin ?? "-",
    image.version ?? "-",
    image.sizeMiB === null ? `builds: ${image.build.diskMiB} MiB` : `${image.sizeMiB} MiB`,
    image.official ?? "-",
    image.variable,
  ]);
  return table([["NAME", "USED", "ORIGIN", "VERSION", "SIZE", "OFFICIAL", "VARIABLE"], ...rows]);
}

function printResolved(io: Io, { images }: ResolvedImages, flags: Flags): void {
  if (flags.json) printJson(io, images);
  else io.out(table(images.map(({ name, ref, version, origin }) => [name, ref, version, origin])));
}

/** The table of a check; below it what failed, since that is what one looks for. */
export function checkText(images: readonly CheckedImage[]): string {
  const rows = images.map(({ name, source, passed, failed, ref, why }) =>
    why === null
      ? [name, source ?? "-", `${passed} passed`, `${failed} failed`, ref ?? "-"]
      : [name, source ?? "-", "-", "-", `not checked: ${why}`],
  );
  const failures = images.flatMap(({ name, failures: all }) => all.map((one) => `failed: ${name}: ${one}\n`));
  return table([["IMAGE", "SOURCE", "PASSED", "FAILED", "CHECKED"], ...rows]) + failures.join("");
}

const checkHelp = `
An image's contract suite says what the stages rely on: entrypoint, settings, paths, users, signals. It runs on the
official image or on the home-built one. Without --official nothing is fetched.
Exit: 0 all passed, 1 a test failed, 3 nothing could be checked, or not all that was asked for.
Examples: ./lab images check
          ./lab images check mysql redis
          ./lab images check --official    pulls the official images and proves them
`;

const exports = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, ref]) => `export ${name}='${ref.replaceAll("'", "'\\''")}'\n`)
    .join("");

/** `lab images list|pull|build|check|env`: the images that stages use. */
export const images: Verb = (program, io) => {
  const group = program.command("images").description("the images that stages use: official or home-built");
  const add = (
    words: string,
    about: string,
    action: (names: string[], flags: Flags) => Promise<void>,
  ): Command =>
    group
      .command(`${words} [name...]`)
      .description(about)
      .option("--json", "JSON on stdout")
      .option("--yes", "ask nothing")
      .action(action);
  add("list", "what is here and what would be used", async (names, flags) => {
    const found = await listImages(names, await contextOf(io, flags));
    if (flags.json) printJson(io, found);
    else io.out(listText(found));
  });
  add("pull", "pull the official images", async (names, flags) => {
    printResolved(io, await fetchImages(names, "pull", await contextOf(io, flags)), flags);
  });
  add("build", "build the home-built images that are not here yet", async (names, flags) => {
    printResolved(io, await fetchImages(names, "build", await contextOf(io, flags)), flags);
  });
  add("check", "run the contract suites of the images that are here", async (names, flags) => {
    const checked = await checkImages(await contextOf(io, flags), {
      names,
      official: flags.official === true,
    });
    if (flags.json) printJson(io, checked);
    else io.out(checkText(checked));
    io.setExitCode(checkImagesExitCode(checked));
  })
    .option("--official", "pull the official images first, and check those")
    .addHelpText("after", checkHelp);
  add("env", "get what is missing and print exports for plain docker compose", async (names, flags) => {
    const context = await contextOf(io, flags);
    const wanted = names.length > 0 ? names : imageNames(context.root);
    const { variables } = await resolveImages(wanted, context);
    if (flags.json) printJson(io, variables);
    else io.out(exports(variables));
  });
};
