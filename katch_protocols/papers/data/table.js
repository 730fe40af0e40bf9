// The compiled table: rows of four integers that are all a protocol means.
// A row is possible when word & mask == match; the next word is word & ~clear | set.
const Table = (() => {
  const same = (one, other) => {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key]);
  };

  function open(table) {
    const rows = table.rows.map((row, at) => ({ ...row, at,
      mask: BigInt(row.mask), match: BigInt(row.match),
      clear: BigInt(row.clear), set: BigInt(row.set) }));
    const ends = table.final.map((cube) => [BigInt(cube.mask), BigInt(cube.match)]);
    const fields = table.fields.map((field) => ({ ...field,
      shift: BigInt(field.shift), mask: (1n << BigInt(field.bits)) - 1n }));
    const regions = new Map(fields.filter((field) => field.kind === "region")
      .map((field) => [field.name, field]));

    const applies = (row, word) => (word & row.mask) === row.match;
    const after = (row, word) => (word & ~row.clear) | row.set;
    const value = (field, word) => field.values[Number((word >> field.shift) & field.mask)];
    const possible = (word) => rows.filter((row) => applies(row, word));

    function step(word, activity, records = {}) {
      const row = rows.find((one) => one.activity === activity &&
        same(one.records, records) && applies(one, word));
      if (!row) throw new Error(`'${activity}' is not possible now.`);
      return after(row, word);
    }

    // The values of all fields of one kind: [name, value], in the order of the table.
    const values = (kind, word) => fields.filter((field) => field.kind === kind)
      .map((field) => [field.name, value(field, word)]);

    // The active places, from the outside in: a region keeps a value after it was left.
    function active(word, places) {
      const found = [];
      const below = (parent) => places.forEach((place, at) => {
        if (at === 0 || place.parent !== parent) return;
        const around = places[parent];
        if (around.region && value(regions.get(around.name), word) !== place.name) return;
        found.push(at);
        below(at);
      });
      below(0);
      return found;
    }

    return Object.freeze({
      rows, initial: BigInt(table.initial), applies, after, possible, step, values, active,
      complete: (word) => ends.some(([mask, match]) => (word & mask) === match),
    });
  }

  return Object.freeze({ open, same });
})();
