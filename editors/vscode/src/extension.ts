// Starts `plimsoll lsp` and hands the editor's questions to it. All that is known about files is known there.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { commands, type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;
let output: LogOutputChannel;

/** The program: as it is set, else the one that comes along, else whatever the system finds. */
function program(context: ExtensionContext): string {
    const set = workspace.getConfiguration("plimsoll").get<string>("path");
    if (set) {
        return set;
    }
    const name = process.platform === "win32" ? "plimsoll.exe" : "plimsoll";
    const bundled = join(context.extensionPath, "bin", name);
    return existsSync(bundled) ? bundled : name;
}

async function start(context: ExtensionContext): Promise<void> {
    const command = program(context);
    const server: ServerOptions = { command, args: ["lsp"] };
    const options: LanguageClientOptions = {
        documentSelector: [
            { language: "dockerfile" },
            { language: "dockercompose" },
            { scheme: "file", pattern: "**/*compose*.{yml,yaml}" },
            { scheme: "file", pattern: "**/docker-stack*.{yml,yaml}" },
            { scheme: "file", pattern: "**/plimsoll.toml" },
        ],
        initializationOptions: workspace.getConfiguration("plimsoll"),
        synchronize: { configurationSection: "plimsoll" },
        outputChannel: output,
    };
    client = new LanguageClient("plimsoll", "Plimsoll", server, options);
    try {
        await client.start();
    } catch (problem) {
        output.error(`${command} lsp: ${problem}`);
        const show = "Show the output";
        const answer = await window.showErrorMessage(
            `Plimsoll could not start \`${command}\`. Install it, or set \`plimsoll.path\`.`,
            show,
        );
        if (answer === show) {
            output.show();
        }
    }
}

async function stop(): Promise<void> {
    const old = client;
    client = undefined;
    // One that never started cannot be stopped, and need not be.
    await old?.stop().catch(() => undefined);
}

export async function activate(context: ExtensionContext): Promise<void> {
    output = window.createOutputChannel("Plimsoll", { log: true });
    const restart = async () => {
        await stop();
        await start(context);
    };
    context.subscriptions.push(
        output,
        commands.registerCommand("plimsoll.restart", restart),
        commands.registerCommand("plimsoll.showOutput", () => output.show()),
        workspace.onDidChangeConfiguration(async (change) => {
            if (change.affectsConfiguration("plimsoll.path")) {
                await restart();
            }
        }),
    );
    await start(context);
}

export async function deactivate(): Promise<void> {
    await stop();
}
