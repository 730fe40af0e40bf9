"use strict";
// Shows in VS Code what `katch lsp` knows of a handbook. It needs no other package.

const vscode = require("vscode");
const { Connection } = require("./connection");

const YAML = [{ scheme: "file", pattern: "**/*.yaml" }];
const TRIGGERS = [" ", ":", ".", "/", "[", "{", ","];

const position = ({ line, character }) => new vscode.Position(line, character);
const range = ({ start, end }) => new vscode.Range(position(start), position(end));
const location = ({ uri, range: where }) => new vscode.Location(vscode.Uri.parse(uri), range(where));
const plainRange = ({ start, end }) => ({
  start: { line: start.line, character: start.character },
  end: { line: end.line, character: end.character },
});
const at = (document, where) => ({
  textDocument: { uri: document.uri.toString() },
  position: { line: where.line, character: where.character },
});

// VS Code counts severities and kinds from 0, the protocol from 1.
const fromOne = (number) => (number ?? 1) - 1;

const diagnostic = (each) => {
  const found = new vscode.Diagnostic(range(each.range), each.message, fromOne(each.severity));
  found.source = each.source;
  const target = each.codeDescription && vscode.Uri.parse(each.codeDescription.href);
  found.code = target ? { value: each.code, target } : each.code;
  found.relatedInformation = (each.relatedInformation ?? []).map(
    (other) => new vscode.DiagnosticRelatedInformation(location(other.location), other.message)
  );
  return found;
};

// An edit of a text that has been changed since would write over what somebody typed.
const isStale = ({ uri, version }) => {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === vscode.Uri.parse(uri).toString());
  return version != null && open !== undefined && open.version !== version;
};

// Returns nothing where some of it is stale.
const workspaceEdit = (edit) => {
  if (edit.documentChanges?.some((each) => each.textDocument && isStale(each.textDocument))) return null;
  const made = new vscode.WorkspaceEdit();
  const texts = (uri, edits) => {
    for (const each of edits) made.replace(vscode.Uri.parse(uri), range(each.range), each.newText);
  };
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) texts(uri, edits);
  for (const each of edit.documentChanges ?? []) {
    if (each.kind === "rename") made.renameFile(vscode.Uri.parse(each.oldUri), vscode.Uri.parse(each.newUri));
    else texts(each.textDocument.uri, each.edits);
  }
  return made;
};

const symbol = (each) => {
  const found = new vscode.DocumentSymbol(
    each.name, each.detail ?? "", fromOne(each.kind), range(each.range), range(each.selectionRange)
  );
  found.children = (each.children ?? []).map(symbol);
  return found;
};

const action = (each) => {
  if (typeof each.command === "string") return each; // the command of the same name is ours
  const found = new vscode.CodeAction(each.title, vscode.CodeActionKind.Empty.append(each.kind));
  found.edit = workspaceEdit(each.edit);
  return found.edit && found;
};

const item = (each) => {
  const found = new vscode.CompletionItem(each.label, fromOne(each.kind));
  found.detail = each.detail;
  found.sortText = each.sortText;
  found.range = range(each.textEdit.range);
  found.insertText = each.textEdit.newText;
  return found;
};

// What the server may rely on.
const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ["rename"] },
    workspaceFolders: true,
  },
  window: { showDocument: { support: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ["markdown"] },
  },
};

class Client {
  constructor() {
    this.diagnostics = vscode.languages.createDiagnosticCollection("katch");
  }

  async start() {
    const settings = vscode.workspace.getConfiguration("katch");
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ uri: uri.toString(), name }));
    const home = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const server = new Connection(settings.get("command"), home, (reason) => this.ended(server, reason));
    this.server = server;
    server.on("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      this.diagnostics.set(vscode.Uri.parse(uri), diagnostics.map(diagnostic));
    });
    server.on("window/showDocument", ({ uri }) => {
      vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(uri));
      return { success: true };
    });
    const language = settings.get("language");
    await server.ask("initialize", {
      processId: process.pid,
      clientInfo: { name: "katch for VS Code" },
      locale: vscode.env.language,
      rootUri: folders[0]?.uri ?? null,
      workspaceFolders: folders,
      capabilities: CAPABILITIES,
      initializationOptions: language ? { language } : {},
    });
    server.notify("initialized", {});
    for (const document of vscode.workspace.textDocuments) this.opened(document);
  }

  ended(server, reason) {
    if (this.server !== server) return;
    this.server = null;
    this.diagnostics.clear();
    vscode.window.showErrorMessage(`katch lsp has ended (${reason}). Is katch installed with its extra "lsp"?`);
  }

  async stop() {
    const server = this.server;
    this.server = null;
    this.diagnostics.clear();
    await server?.stop();
  }

  isOurs(document) {
    return document.uri.scheme === "file" && document.uri.path.endsWith(".yaml");
  }

  tell(method, document, params) {
    if (this.isOurs(document)) this.server?.notify(`textDocument/${method}`, params(document.uri.toString()));
  }

  opened(document) {
    this.tell("didOpen", document, (uri) => ({
      textDocument: { uri, languageId: document.languageId, version: document.version, text: document.getText() },
    }));
  }

  changed({ document, contentChanges }) {
    if (contentChanges.length === 0) return;
    this.tell("didChange", document, (uri) => ({
      textDocument: { uri, version: document.version },
      contentChanges: [{ text: document.getText() }],
    }));
  }

  closed(document) {
    this.tell("didClose", document, (uri) => ({ textDocument: { uri } }));
  }

  saved(document) {
    this.tell("didSave", document, (uri) => ({ textDocument: { uri } }));
  }

  async ask(method, params, token) {
    return this.server ? this.server.ask(method, params, token) : null;
  }
}

const providers = (client) => {
  const ask = (method, params, token) => client.ask(`textDocument/${method}`, params, token);
  return [
    vscode.languages.registerCompletionItemProvider(YAML, {
      provideCompletionItems: async (document, where, token) =>
        ((await ask("completion", at(document, where), token))?.items ?? []).map(item),
    }, ...TRIGGERS),
    vscode.languages.registerHoverProvider(YAML, {
      provideHover: async (document, where, token) => {
        const found = await ask("hover", at(document, where), token);
        return found && new vscode.Hover(new vscode.MarkdownString(found.contents.value), range(found.range));
      },
    }),
    vscode.languages.registerDefinitionProvider(YAML, {
      provideDefinition: async (document, where, token) =>
        ((await ask("definition", at(document, where), token)) ?? []).map(location),
    }),
    vscode.languages.registerReferenceProvider(YAML, {
      provideReferences: async (document, where, context, token) =>
        ((await ask("references", { ...at(document, where), context }, token)) ?? []).map(location),
    }),
    vscode.languages.registerRenameProvider(YAML, {
      prepareRename: async (document, where, token) => {
        const found = await ask("prepareRename", at(document, where), token);
        return found && { range: range(found.range), placeholder: found.placeholder };
      },
      provideRenameEdits: async (document, where, newName, token) => {
        const edit = await ask("rename", { ...at(document, where), newName }, token);
        return edit && workspaceEdit(edit);
      },
    }),
    vscode.languages.registerDocumentSymbolProvider(YAML, {
      provideDocumentSymbols: async (document, token) =>
        ((await ask("documentSymbol", { textDocument: { uri: document.uri.toString() } }, token)) ?? []).map(symbol),
    }),
    vscode.languages.registerWorkspaceSymbolProvider({
      provideWorkspaceSymbols: async (query, token) =>
        ((await client.ask("workspace/symbol", { query }, token)) ?? []).map(
          (each) =>
            new vscode.SymbolInformation(each.name, fromOne(each.kind), each.containerName ?? "", location(each.location))
        ),
    }),
    vscode.languages.registerCodeActionsProvider(YAML, {
      provideCodeActions: async (document, where, context, token) => {
        const params = {
          textDocument: { uri: document.uri.toString() },
          range: plainRange(where),
          context: { diagnostics: [] },
        };
        return ((await ask("codeAction", params, token)) ?? []).map(action).filter(Boolean);
      },
    }),
  ];
};

let client = null;

const activate = async (context) => {
  client = new Client();
  const { workspace, commands } = vscode;
  const watcher = workspace.createFileSystemWatcher("**/*.yaml");
  const stirred = (uri) =>
    client.server?.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uri.toString(), type: 2 }] });
  context.subscriptions.push(
    client.diagnostics,
    watcher,
    watcher.onDidCreate(stirred),
    watcher.onDidChange(stirred),
    watcher.onDidDelete(stirred),
    workspace.onDidOpenTextDocument((document) => client.opened(document)),
    workspace.onDidChangeTextDocument((event) => client.changed(event)),
    workspace.onDidCloseTextDocument((document) => client.closed(document)),
    workspace.onDidSaveTextDocument((document) => client.saved(document)),
    commands.registerCommand("katch.openPage", (rule) =>
      client.ask("workspace/executeCommand", { command: "katch.openPage", arguments: [rule] })
    ),
    commands.registerCommand("katch.restart", async () => {
      await client.stop();
      await client.start();
    }),
    ...providers(client)
  );
  await client.start().catch(() => {}); // `ended` has told it
};

const deactivate = () => client?.stop();

module.exports = { activate, deactivate };
