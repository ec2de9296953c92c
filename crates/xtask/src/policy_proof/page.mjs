// Looks at a report as a browser shows it: node page.mjs MODULES CHROMIUM REPORT.html OUT
// Prints a line for each problem. Writes screenshots and a PDF beside them.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import path from "node:path";

const [modules, executablePath, report, out] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, "index.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme, bypassCSP: true, viewport: { width: 1100, height: 900 } });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) console.log(`${colorScheme}: asks for ${request.url()}`);
  });
  page.on("console", (message) => console.log(`${colorScheme}: ${message.text()}`));
  await page.goto(pathToFileURL(path.resolve(report)).href);
  if ((await page.locator("script").count()) > 0) console.log(`${colorScheme}: there is a script`);
  await page.screenshot({ path: path.join(out, `${colorScheme}.png`), fullPage: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) {
    for (const node of nodes) console.log(`${colorScheme}: axe ${id}: ${help}: ${node.target}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) console.log(`${colorScheme}: the page is ${wide} pixels too wide`);
  await context.close();
}
const page = await browser.newPage();
await page.goto(pathToFileURL(path.resolve(report)).href);
await page.pdf({ path: path.join(out, "report.pdf"), format: "A4", printBackground: false });
await browser.close();
