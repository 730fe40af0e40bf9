// Checks a reader of the table: node run_vectors.js TABLE.json VECTORS.json
"use strict";

const fs = require("fs");
const assert = require("assert");
const { open } = require("./table_reader.js");

const [table, vectors] = process.argv.slice(2, 4)
  .map((name) => JSON.parse(fs.readFileSync(name, "utf8")));
const protocol = open(table);
const hex = (word) => `0x${word.toString(16)}`;
const possible = (word) => [...new Set(protocol.possible(word).map((row) => row.activity))];

let steps = 0;
for (const walk of vectors.walks) {
  let word = protocol.initial;
  for (const step of walk.steps) {
    assert.strictEqual(hex(word), step.word);
    assert.deepStrictEqual(possible(word), step.possible);
    assert(!protocol.complete(word));
    for (const { activity, records } of step.refused) {
      assert.throws(() => protocol.step(word, activity, records), /not possible/);
    }
    word = protocol.step(word, step.activity, step.records);
    assert.strictEqual(hex(word), step.next);
    steps += 1;
  }
  assert.strictEqual(hex(word), walk.end);
  assert.deepStrictEqual(possible(word), walk.possible);
  assert.strictEqual(protocol.complete(word), walk.complete);
}
console.log(`${vectors.walks.length} walks, ${steps} steps`);
