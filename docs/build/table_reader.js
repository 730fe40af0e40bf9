// Runs a protocol from its table: node table_reader.js TABLE.json, then on standard input a line each:
// {"activity": "screen_safety", "records": {"danger": "present"}}
"use strict";

const same = (a, b) => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
};

function open(table) {
  const rows = table.rows.map((row) => ({ ...row,
    mask: BigInt(row.mask), match: BigInt(row.match),
    clear: BigInt(row.clear), set: BigInt(row.set) }));
  const final = table.final.map((cube) => [BigInt(cube.mask), BigInt(cube.match)]);
  const applies = (row, word) => (word & row.mask) === row.match;
  return {
    initial: BigInt(table.initial),
    possible: (word) => rows.filter((row) => applies(row, word)),
    complete: (word) => final.some(([mask, match]) => (word & mask) === match),
    step(word, activity, records = {}) {
      const row = rows.find((one) => one.activity === activity &&
        same(one.records, records) && applies(one, word));
      if (!row) throw new Error(`'${activity}' is not possible now.`);
      return (word & ~row.clear) | row.set;
    },
  };
}

if (require.main === module) {
  const fs = require("fs");
  const protocol = open(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
  let word = protocol.initial;
  for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const { activity, records } = JSON.parse(line);
    word = protocol.step(word, activity, records);
    const names = new Set(protocol.possible(word).map((row) => row.activity));
    console.log(JSON.stringify([`0x${word.toString(16)}`, [...names], protocol.complete(word)]));
  }
}
module.exports = { open };
