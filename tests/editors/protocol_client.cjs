"use strict";
// Asks the language server as VS Code's own client library does.
// node protocol_client.cjs PYTHON FOLDER FILE ROLE_LINE ROLE_COLUMN

const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const path = require("node:path");
const lsp = require("vscode-languageserver-protocol/node");

const [python, folder, file, line, character] = process.argv.slice(2);
const uri = (name) => pathToFileURL(path.join(folder, name)).href;

const main = async () => {
  const server = spawn(python, ["-m", "katch_protocols", "lsp"], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  server.stderr.on("data", (data) => (said += data));
  const connection = lsp.createProtocolConnection(
    new lsp.StreamMessageReader(server.stdout),
    new lsp.StreamMessageWriter(server.stdin)
  );
  const shown = new Map();
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, (news) => shown.set(news.uri, news));
  connection.onRequest(lsp.RegistrationRequest.type, () => null);
  connection.listen();
  const begun = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    locale: "kk",
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "here" }],
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: { rename: { prepareSupport: true } },
    },
  });
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  const text = readFileSync(path.join(folder, file), "utf8");
  const textDocument = { uri: uri(file) };
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { ...textDocument, languageId: "yaml", version: 1, text },
  });
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 2 },
    contentChanges: [{ text: text.replace("held_by", "held_bi") }],
  });
  const until = async (wanted) => {
    while (!shown.get(uri(file))?.diagnostics.some(wanted)) await new Promise((next) => setTimeout(next, 20));
    return shown.get(uri(file));
  };
  const news = await until((each) => each.code === "unknown-key");
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 3 },
    contentChanges: [{ text }],
  });
  const at = { textDocument, position: { line: Number(line), character: Number(character) } };
  const answer = {
    capabilities: begun.capabilities,
    version: news.version,
    message: news.diagnostics.find((each) => each.code === "unknown-key").message,
    hover: await connection.sendRequest(lsp.HoverRequest.type, at),
    definition: await connection.sendRequest(lsp.DefinitionRequest.type, at),
    refused: await connection
      .sendRequest(lsp.RenameRequest.type, { ...at, newName: "police_post" })
      .catch((error) => ({ code: error.code, message: error.message, data: error.data ?? null })),
  };
  await connection.sendRequest(lsp.ShutdownRequest.type);
  await connection.sendNotification(lsp.ExitNotification.type);
  answer.code = await new Promise((left) => server.on("exit", left));
  answer.said = said;
  console.log(JSON.stringify(answer));
  process.exit(0);
};

main();
