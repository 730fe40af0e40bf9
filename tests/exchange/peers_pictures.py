"""The programs that pictures and code are written for, and how the tests run them."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import required

__all__ = [
    "PLANTUML",
    "RENDER",
    "mermaid_faults",
    "prepare_pictures",
    "typescript_faults",
]

PACKAGES = ("mermaid@11.17.2", "jsdom@29.1.1", "typescript@7.0.2")
PLANTUML = shutil.which("plantuml")

_PARSE = """
import { JSDOM } from "jsdom";
import { readFileSync } from "node:fs";
const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
const faults = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const { diagramType } = await mermaid.parse(text);
    faults.push(diagramType);
  } catch (fault) {
    faults.push(String(fault));
  }
}
console.log(JSON.stringify(faults));
"""

RENDER = """async text => {
  try {
    const { svg } = await mermaid.render("drawn", text);
    document.body.innerHTML = svg;
    return document.body.innerText;
  } catch (fault) {
    return String(fault);
  }
}"""


def prepare_pictures(folder: Path) -> Path:
    """Install Mermaid and TypeScript, by version, in a folder."""
    npm, _ = required("npm"), required("node")
    done = subprocess.run(
        [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        reason = f"npm could not install {PACKAGES}: {done.stderr[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    (folder / "parse.mjs").write_text(_PARSE, "utf-8")
    return folder


def mermaid_faults(folder: Path, texts: Sequence[str], kind: str) -> Mapping[int, str]:
    """Return what Mermaid finds wrong with texts that shall be diagrams of a kind."""
    done = subprocess.run(
        [required("node"), "parse.mjs"],
        cwd=folder,
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        text=True,
    )
    answers = json.loads(done.stdout)
    assert len(answers) == len(texts)
    return {at: said for at, said in enumerate(answers) if said != kind}


def typescript_faults(folder: Path, texts: Mapping[str, str]) -> str:
    """Return what the compiler says of some modules under ``--strict``."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    words = ["tsc", "--strict", "--noEmit", "--erasableSyntaxOnly", *texts]
    done = subprocess.run(
        [required("node"), "node_modules/typescript/bin/" + words[0], *words[1:]],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout + done.stderr
