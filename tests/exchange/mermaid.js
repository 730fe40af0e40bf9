// Reads texts as Mermaid does: a line {text} in, a line {kind} out, or {fault}.
"use strict";

const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");
const { JSDOM } = require("jsdom");

const { window } = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window, document: window.document });
runInThisContext(readFileSync("node_modules/mermaid.min.js", "utf8"));

let last = Promise.resolve();
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  last = last.then(() => answered(JSON.parse(line)));
});

async function answered({ text }) {
  let answer;
  try {
    answer = { kind: (await globalThis.mermaid.parse(text)).diagramType };
  } catch (fault) {
    answer = { fault: String(fault) };
  }
  console.log(JSON.stringify(answer));
}
