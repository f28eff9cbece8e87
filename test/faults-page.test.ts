import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultKinds } from "../src/model/fault.ts";
import { faultsPage } from "../src/model/fault-page.ts";
import { root } from "./lab.ts";

test("docs/faults.md says what the table of kinds says", () => {
  const page = readFileSync(join(root, "docs/faults.md"), "utf8");
  expect(page, "./lab faults --markdown > docs/faults.md").toBe(faultsPage(faultKinds));
});
