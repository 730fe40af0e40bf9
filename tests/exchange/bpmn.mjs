// Reads BPMN files as bpmn.io does, lints them, writes them and reads them again.
import fs from "node:fs";
import { createRequire } from "node:module";
import { BpmnModdle } from "bpmn-moddle";

const require = createRequire(import.meta.url);
const { Linter } = require("bpmnlint");
const NodeResolver = require("bpmnlint/lib/resolver/node-resolver");

const moddle = new BpmnModdle();
for (const file of process.argv.slice(2)) {
  const xml = fs.readFileSync(file, "utf8");
  const { rootElement, warnings, elementsById } = await moddle.fromXML(xml);
  // A linter keeps what it saw, so each file has its own.
  const linter = new Linter({
    config: { extends: "bpmnlint:recommended" },
    resolver: new NodeResolver(),
  });
  const lint = Object.entries(await linter.lint(rootElement)).flatMap(([rule, found]) =>
    found.map((each) => [each.category, rule, each.id]),
  );
  const written = await moddle.toXML(rootElement);
  const again = await moddle.fromXML(written.xml);
  console.log(
    JSON.stringify({
      file,
      warnings: [...warnings, ...again.warnings].map((each) => each.message),
      lint,
      ids: Object.keys(elementsById).length,
      idsAgain: Object.keys(again.elementsById).length,
    }),
  );
}
