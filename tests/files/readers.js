// Reads JSON lines, a YAML text each; answers each with what the readers of Node make
// of it: {name: {tree}} or {name: {error}}. `texts` reads every scalar as its text,
// `values` as the reader does by itself.
const fs = require("fs");
const yaml = require("yaml");
const old = require("js-yaml-4");
const now = require("js-yaml-5");

const mode = process.argv[2];

function ordered(value) {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  return { pairs: Object.entries(value).map(([key, each]) => [key, ordered(each)]) };
}

function attempt(read) {
  try {
    return { tree: ordered(read()) };
  } catch (error) {
    return { error: String(error.message).split("\n")[0] };
  }
}

function ofYaml(text) {
  const found = yaml.parseDocument(text, mode === "texts" ? { schema: "failsafe" } : {});
  if (found.errors.length) throw found.errors[0];
  return found.toJS();
}

function ofJsYaml(library, text) {
  return library.load(text, mode === "texts" ? { schema: library.FAILSAFE_SCHEMA } : {});
}

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const text = JSON.parse(line);
  const answer = {
    yaml: attempt(() => ofYaml(text)),
    "js-yaml 4": attempt(() => ofJsYaml(old, text)),
    "js-yaml 5": attempt(() => ofJsYaml(now, text)),
  };
  process.stdout.write(JSON.stringify(answer) + "\n");
}
