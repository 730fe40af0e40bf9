"use strict";
// Speaks with a language server over its stdin and stdout: requests, answers, news.

const { spawn } = require("node:child_process");

const SEPARATOR = Buffer.from("\r\n\r\n");

class Connection {
  constructor(command, folder, ended) {
    const [program, ...words] = command;
    this.waiting = new Map();
    this.told = new Map();
    this.number = 0;
    this.read = Buffer.alloc(0);
    this.server = spawn(program, words, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    this.server.stdout.on("data", (data) => this._take(data));
    this.server.stdin.on("error", () => {}); // it has gone; "exit" tells
    this.server.on("error", (error) => this._end(ended, error.message));
    this.server.on("exit", (code) => this._end(ended, String(code)));
  }

  // Calls `work` with the params of each message of a method that the server sends.
  on(method, work) {
    this.told.set(method, work);
  }

  notify(method, params) {
    this._send({ method, params });
  }

  // Returns a promise of the result; `token` may cancel it.
  ask(method, params, token) {
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this._send({ id, method, params });
      token?.onCancellationRequested?.(() => this.notify("$/cancelRequest", { id }));
    });
  }

  async stop() {
    if (this.isEnded) return;
    await Promise.race([
      this.ask("shutdown").catch(() => null),
      new Promise((done) => setTimeout(done, 1000)),
    ]);
    this.notify("exit");
    setTimeout(() => this.server.kill(), 1000).unref();
  }

  _send(message) {
    if (this.isEnded) return;
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  _take(data) {
    this.read = Buffer.concat([this.read, data]);
    for (;;) {
      const head = this.read.indexOf(SEPARATOR);
      if (head < 0) return;
      const length = /Content-Length: (\d+)/i.exec(this.read.toString("ascii", 0, head));
      const start = head + SEPARATOR.length;
      const end = start + Number(length?.[1] ?? 0);
      if (this.read.length < end) return;
      const body = this.read.toString("utf8", start, end);
      this.read = this.read.subarray(end);
      this._handle(JSON.parse(body));
    }
  }

  _handle(message) {
    if (message.method) {
      const answer = this.told.get(message.method)?.(message.params) ?? null;
      if (message.id !== undefined) this._send({ id: message.id, result: answer });
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  _end(ended, reason) {
    if (this.isEnded) return;
    this.isEnded = true;
    for (const each of this.waiting.values()) each.reject(new Error(reason));
    this.waiting.clear();
    ended(reason);
  }
}

module.exports = { Connection };
