"use strict";
// Stands in for VS Code: begins the extension and does what somebody would do there.
// node extension_host.cjs EXTENSION PYTHON FOLDER FILE ROLE_LINE ROLE_COLUMN

const { readFileSync } = require("node:fs");
const { pathToFileURL, fileURLToPath } = require("node:url");
const Module = require("node:module");
const path = require("node:path");

const [extension, python, folder, file, line, character] = process.argv.slice(2);

class Position { constructor(l, c) { this.line = l; this.character = c; } }
class Range { constructor(start, end) { this.start = start; this.end = end; } }
class Location { constructor(uri, range) { this.uri = uri; this.range = range; } }
class Diagnostic { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
class Related { constructor(location, message) { Object.assign(this, { location, message }); } }
class Kind { constructor(value) { this.value = value; } append(part) { return new Kind(part); } }
class Action { constructor(title, kind) { Object.assign(this, { title, kind }); } }
class Item { constructor(label, kind) { Object.assign(this, { label, kind }); } }
class Markdown { constructor(value) { this.value = value; } }
class Hover { constructor(contents, range) { Object.assign(this, { contents, range }); } }
class DocumentSymbol { constructor(name, detail, kind) { Object.assign(this, { name, detail, kind }); } }
class WorkspaceEdit {
  constructor() { this.done = []; }
  replace(uri, range, text) { this.done.push({ file: path.basename(uri.fsPath), range, text }); }
  renameFile(from, to) { this.done.push({ from: path.basename(from.fsPath), to: path.basename(to.fsPath) }); }
}

const Uri = {
  parse: (text) => ({ fsPath: fileURLToPath(text), path: new URL(text).pathname, scheme: "file", toString: () => text }),
};
const uriOf = (name) => Uri.parse(pathToFileURL(name).href);
const shown = new Map();
const providers = {};
const listeners = {};
const errors = [];
const commands = {};
const nothing = { dispose() {} };
const listen = (name) => (work) => ((listeners[name] = work), nothing);
const provide = (name) => (...words) => ((providers[name] = words.find((each) => typeof each === "object" && !Array.isArray(each))), nothing);

const vscode = {
  Position, Range, Location, Diagnostic, WorkspaceEdit, Hover, DocumentSymbol, Uri,
  DiagnosticRelatedInformation: Related,
  CodeActionKind: { Empty: new Kind("") },
  CodeAction: Action,
  CompletionItem: Item,
  MarkdownString: Markdown,
  SymbolInformation: Item,
  env: { language: "ru" },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, found) => shown.set(path.basename(uri.fsPath), found),
      clear: () => shown.clear(),
      dispose() {},
    }),
    registerCompletionItemProvider: provide("completion"),
    registerHoverProvider: provide("hover"),
    registerDefinitionProvider: provide("definition"),
    registerReferenceProvider: provide("references"),
    registerRenameProvider: provide("rename"),
    registerDocumentSymbolProvider: provide("symbols"),
    registerWorkspaceSymbolProvider: provide("everywhere"),
    registerCodeActionsProvider: provide("actions"),
  },
  window: { showErrorMessage: (text) => errors.push(text) },
  commands: {
    registerCommand: (name, work) => ((commands[name] = work), nothing),
    executeCommand: (name, ...words) => (commands[name] = words),
  },
  workspace: {
    workspaceFolders: [{ uri: uriOf(folder), name: "here" }],
    textDocuments: [],
    getConfiguration: () => ({
      get: (key) => ({ command: [python, "-m", "katch_protocols", "lsp"], language: "" })[key],
    }),
    createFileSystemWatcher: () => ({
      onDidCreate: () => nothing, onDidChange: () => nothing, onDidDelete: () => nothing, dispose() {},
    }),
    onDidOpenTextDocument: listen("open"),
    onDidChangeTextDocument: listen("change"),
    onDidCloseTextDocument: listen("close"),
    onDidSaveTextDocument: listen("save"),
  },
};

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));

const main = async () => {
  const { activate, deactivate } = require(path.join(extension, "extension.js"));
  await activate({ subscriptions: [] });
  const place = path.join(folder, file);
  const text = readFileSync(place, "utf8");
  const document = { uri: uriOf(place), version: 1, languageId: "yaml", text, getText() { return this.text; } };
  vscode.workspace.textDocuments.push(document);
  listeners.open(document);
  Object.assign(document, { version: 2, text: text.replace("held_by", "held_bi") });
  listeners.change({ document, contentChanges: [{}] });
  const until = async (wanted) => {
    while (!shown.get(file)?.some(wanted)) await new Promise((next) => setTimeout(next, 20));
    return shown.get(file).find(wanted);
  };
  const slip = await until((each) => each.code.value === "unknown-key");
  const asked = () => providers.actions.provideCodeActions(document, slip.range, {}, undefined);
  const actions = await asked();
  const late = asked();
  document.version = 9; // somebody types on before the answer comes
  const stale = (await late).filter((each) => each.edit).length;
  Object.assign(document, { version: 3, text });
  listeners.change({ document, contentChanges: [{}] });
  const where = new Position(Number(line), Number(character));
  const hover = await providers.hover.provideHover(document, where);
  const edit = await providers.rename.provideRenameEdits(document, where, "child_worker");
  const refused = await providers.rename.provideRenameEdits(document, where, "police_post").catch((e) => e.message);
  const answer = {
    slip: { message: slip.message, severity: slip.severity, page: path.basename(slip.code.target.fsPath), line: slip.range.start.line },
    actions: actions.map(({ title, edit: mend }) => ({ title, edit: mend?.done ?? null })),
    stale,
    hover: hover.contents.value,
    renamed: edit.done.map((each) => each.file).sort(),
    refused,
    offered: (await providers.completion.provideCompletionItems(document, where)).map((each) => each.label),
    definition: (await providers.definition.provideDefinition(document, where)).map((each) => path.basename(each.uri.fsPath)),
    references: (await providers.references.provideReferences(document, where, { includeDeclaration: true })).length,
    symbols: (await providers.symbols.provideDocumentSymbols(document)).map((each) => each.name),
    everywhere: (await providers.everywhere.provideWorkspaceSymbols("case_worker")).map((each) => each.label),
  };
  listeners.close(document);
  await deactivate();
  console.log(JSON.stringify({ ...answer, errors }));
  process.exit(0);
};

main();
