"""The programs that pictures and code are written for, and how the tests run them."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.conftest import required
from tests.exchange.peers import Peer

__all__ = [
    "PLACES",
    "RENDER",
    "SCRIPT",
    "mermaid_faults",
    "typescript_faults",
]

SCRIPT = Path(__file__).with_name("mermaid.js")

RENDER = """async text => {
  try {
    const { svg } = await mermaid.render("drawn", text);
    document.body.innerHTML = svg;
    return document.body.innerText;
  } catch (fault) {
    return String(fault);
  }
}"""

PLACES = """async text => {
  const { svg } = await mermaid.render("drawn", text);
  document.body.innerHTML = svg;
  const found = {};
  document.querySelectorAll("g.node, g.statediagram-cluster").forEach(each => {
    const name = /state-(.*)-\\d+$/.exec(each.id)?.[1];
    const box = (each.querySelector("rect") || each).getBoundingClientRect();
    found[name] = [box.left, box.top, box.right, box.bottom];
  });
  return found;
}"""
"""Where each state stands that Mermaid draws: left, top, right, bottom, by name."""


def mermaid_faults(peer: Peer, texts: Iterable[str], kind: str) -> list[str]:
    """Return what Mermaid finds wrong with texts that shall be diagrams of a kind."""
    answers = (peer.ask(text=text) for text in texts)
    return [str(answer) for answer in answers if answer != {"kind": kind}]


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
