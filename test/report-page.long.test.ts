import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium as driver, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRecord } from "../src/app/read-record.ts";
import { renderHtml } from "../src/report/html.ts";
import { renderJunit } from "../src/report/junit.ts";
import { languages } from "../src/text/language.ts";
import { chromium } from "./chromium.ts";
import { figuresReadBack } from "./page-figures.ts";
import { toldRun } from "./told-run.ts";

const folder = toldRun();
const pages = mkdtempSync(join(tmpdir(), "report-pages-"));
let browser: Browser;

beforeAll(async () => {
  browser = await driver.launch({ executablePath: await chromium(), args: ["--no-sandbox"] });
  const { record } = await readRecord(folder);
  for (const language of languages) {
    writeFileSync(join(pages, `${language}.html`), renderHtml(record, { language }));
    writeFileSync(join(pages, `${language}.xml`), renderJunit(record, { language }));
  }
});

afterAll(async () => {
  await browser?.close();
  for (const one of [folder, pages]) rmSync(one, { recursive: true, force: true });
});

interface Look {
  colorScheme?: "light" | "dark";
  width?: number;
}

/** Opens a page and hands it to `look`; answers what the browser complained of, and whatever the page asked for. */
async function open(
  name: string,
  { colorScheme = "light", width = 1280 }: Look,
  look: (page: Page) => Promise<void>,
): Promise<{ complaints: string[]; requests: string[] }> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(pages, name)).href);
  try {
    await look(page);
  } finally {
    await context.close();
  }
  return { complaints, requests };
}

/** Serious findings of axe, each as its rule and the first place where it was found. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  expect(results.passes.length, "axe looked at the page").toBeGreaterThan(10);
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes[0]?.failureSummary})`);
}

const looks: [string, Look][] = [
  ["by day", {}],
  ["by night", { colorScheme: "dark" }],
  ["on a phone", { width: 390 }],
  ["on a phone by night", { width: 390, colorScheme: "dark" }],
];

describe.each(languages)("the report page in %s", (language) => {
  test.each(looks)(
    "%s opens without a complaint, asks for nothing, and is accessible",
    async (_name, look) => {
      const { complaints, requests } = await open(`${language}.html`, look, async (page) => {
        for (const one of await page.locator("details").all())
          await one.evaluate((it) => it.setAttribute("open", ""));
        expect(await findings(page)).toEqual([]);
        expect(await page.locator("svg.chart").count()).toBeGreaterThan(4);
        // the page itself never has to be scrolled sideways
        const width = await page.evaluate("document.documentElement.scrollWidth");
        expect(width).toBeLessThanOrEqual(look.width ?? 1280);
      });
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(1);
    },
  );

  test("shows what is on record", async () => {
    await open(`${language}.html`, {}, async (page) => {
      expect(figuresReadBack(await page.content(), folder, language).size).toBeGreaterThan(60);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
    });
  });

  test("its JUnit form is well-formed XML", async () => {
    const text = readFileSync(join(pages, `${language}.xml`), "utf8");
    await open(`${language}.html`, {}, async (page) => {
      const cases = await page.evaluate(`(() => {
        const xml = new DOMParser().parseFromString(${JSON.stringify(text)}, "application/xml");
        const error = xml.querySelector("parsererror");
        return error ? error.textContent : xml.querySelectorAll("testcase").length;
      })()`);
      expect(cases).toBe(3);
    });
  });
});

test("what axe finds is found: a picture without a name is serious", async () => {
  writeFileSync(
    join(pages, "bad.html"),
    readFileSync(join(pages, "en.html"), "utf8")
      .replace(/ aria-labelledby="step-0-c0-t[^"]*"/, "")
      .replace(/<title id="step-0-c0-t">.*?<\/title>/, ""),
  );
  await open("bad.html", {}, async (page) => {
    expect(await findings(page)).toEqual([expect.stringMatching(/^svg-img-alt/)]);
  });
});
