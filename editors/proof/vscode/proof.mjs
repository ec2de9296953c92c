// VS Code in a browser, with the packed extension: findings are underlined, a fix is applied, saving fixes the rest.
// `SETUP` is where `prepare` installed, `VSIX` the extension, `FOLDER` the files, `SCREENSHOT` where the picture goes.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

const { SETUP, VSIX, FOLDER, SCREENSHOT, CHROMIUM = "/usr/bin/chromium" } = process.env;
const { chromium } = createRequire(join(SETUP, "package.json"))("playwright-core");
const project = join(FOLDER, "project");
const [data, extensions] = [join(FOLDER, "data"), join(FOLDER, "extensions")];
const server = join(SETUP, "node_modules/code-server/out/node/entry.js");
const folders = ["--user-data-dir", data, "--extensions-dir", extensions];

const settings = {
    "editor.codeActionsOnSave": { "source.fixAll.plimsoll": "explicit" },
    "editor.minimap.enabled": false,
    "telemetry.telemetryLevel": "off",
    "workbench.startupEditor": "none",
    "workbench.colorTheme": "Default Light Modern",
    "window.commandCenter": false,
};
mkdirSync(join(project, "api"), { recursive: true });
mkdirSync(join(data, "User"), { recursive: true });
writeFileSync(join(data, "User/settings.json"), JSON.stringify(settings));
writeFileSync(
    join(project, "api/Dockerfile"),
    "FROM node AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM debian:12\nMAINTAINER me@example.com\n" +
        "RUN apt-get update && apt-get install curl\nCOPY --from=built /app/dist /srv\nEXPOSE 8080\n",
);
writeFileSync(join(project, "compose.yaml"), "services:\n  api:\n    build:\n      context: api\n      target: prod\n");

function assert(truth, what) {
    if (!truth) {
        throw new Error(what);
    }
}

const freePort = () =>
    new Promise((resolve) => {
        const probe = createServer().listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });

async function until(what, question, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
        if (await question().catch(() => false)) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`no ${what}`);
}

const installed = spawnSync(process.execPath, [server, ...folders, "--install-extension", VSIX], { encoding: "utf8" });
assert(installed.status === 0, `not installed: ${installed.stdout}${installed.stderr}`);

const port = await freePort();
const address = `127.0.0.1:${port}`;
const options = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"];
const vscode = spawn(process.execPath, [server, ...options, "--bind-addr", address, ...folders, project], {
    stdio: ["ignore", "ignore", "inherit"],
});
let browser;
try {
    await until("server", async () => (await fetch(`http://${address}/healthz`)).ok);
    browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"],
    });
    const page = await browser.newPage({ viewport: { width: 1120, height: 760 } });
    const count = (selector) => page.locator(selector).count();
    const lines = async () => (await page.locator(".view-line").allInnerTexts()).map((line) => line.replaceAll("\u00a0", " "));
    const open = async (name) => {
        await page.keyboard.press("Control+P");
        await page.keyboard.type(name);
        await until(name, () => count(".quick-input-list .monaco-list-row"));
        await page.keyboard.press("Enter");
        await page.locator(".tab.active").getByText(name).waitFor();
    };

    await page.goto(`http://${address}/?folder=${project}`);
    await page.waitForSelector(".explorer-folders-view .monaco-list-row", { timeout: 120_000 });
    await open("Dockerfile");
    await page.waitForSelector(".squiggly-error, .squiggly-warning", { timeout: 120_000 });

    // The panel shows the same for both files.
    await page.keyboard.press("Control+Shift+M");
    await until("list of problems", () => count(".markers-panel .monaco-list-row"));
    const problems = await page.locator(".markers-panel .monaco-list-row").allInnerTexts();
    for (const rule of ["unknown-build-target", "maintainer"]) {
        assert(problems.some((text) => text.includes(rule)), `no ${rule}: ${problems.join("\n")}`);
    }
    await page.screenshot({ path: SCREENSHOT });

    // A quick fix.
    await page.locator(".view-line", { hasText: "MAINTAINER" }).click();
    await page.keyboard.press("Control+.");
    await until("actions", () => count(".action-widget .monaco-list-row.action"));
    const titles = await page.locator(".action-widget .monaco-list-row.action").allInnerTexts();
    assert(titles[0]?.includes("as a label"), `no fix: ${titles.join("\n")}`);
    await page.keyboard.press("Enter");
    await until("fixed line", async () => (await lines()).some((line) => line.startsWith("LABEL")));

    // Saving makes the other safe fixes, and the file on disk has them.
    await page.keyboard.press("Control+S");
    const saved = () => readFileSync(join(project, "api/Dockerfile"), "utf8");
    await until("fix on save", async () => saved().includes("install -y curl"));
    assert(saved().includes("LABEL "), saved());

    // A stage is renamed here, and Compose's `target` learns of it at once.
    await page.locator(".view-line", { hasText: "FROM debian" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" AS prod");
    await until("end of the finding in compose.yaml", async () => {
        const left = await page.locator(".markers-panel .monaco-list-row").allInnerTexts();
        return left.length > 0 && !left.some((text) => text.includes("unknown-build-target"));
    });
} catch (problem) {
    await browser?.contexts()[0]?.pages()[0]?.screenshot({ path: `${SCREENSHOT}.failed.png` });
    console.error(problem.stack);
    process.exitCode = 1;
} finally {
    await browser?.close();
    vscode.kill();
}
