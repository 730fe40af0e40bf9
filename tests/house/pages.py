"""Perform a page of the docs: write its YAML, run its commands and its Python.

- A YAML block whose first line is ``# NAME.yaml`` is a file of the handbook
  ``saltmarsh``.
- A console block is one command of ``katch`` after ``$``, then exactly what it prints.
- A Python block runs; a text block behind it is exactly what it prints.
"""

import contextlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

from katch_protocols.cli.main import main
from tests.rules.saltmarsh import FILES

__all__ = ["BLOCK", "begun", "performed"]

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "draft" / "first-protocol.md"
BLOCK = re.compile(r"```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


def begun(page: Path) -> Mapping[str, str]:
    """Return the files that stand in ``saltmarsh`` before a page begins.

    The tutorial begins with nothing, some with what it made, the
    readme with its handbook; the other pages with the district of the rules.
    """
    made = {
        block["body"].splitlines()[0].removeprefix("# "): block["body"]
        for block in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8"))
        if block["kind"] == "yaml"
    }
    match page.name:
        case "first-protocol.md":
            return {}
        case "first-briefing.md" | "show-the-gaps.md" | "check-in-ci.md":
            return made
        case "README.md":
            return {name: text for name, text in made.items() if "found" not in name}
        case _:
            return FILES


def performed(page: Path, folder: Path) -> str:
    """Return the page with what its commands and programs really print.

    ``folder`` is where it happens.
    """
    with contextlib.chdir(folder), patch.dict(os.environ, {"LANG": "C"}):
        for name, text in begun(page).items():
            _write(name, text)
        return "".join(_pieces(page.read_text(encoding="utf-8")))


def _pieces(page: str) -> Iterator[str]:
    names: dict[str, object] = {}
    position, printed = 0, None
    for block in BLOCK.finditer(page):
        yield page[position : block.start("body")]
        position = block.end("body")
        body = block["body"]
        match block["kind"]:
            case "yaml":
                _write(body.splitlines()[0].removeprefix("# "), body)
            case "console":
                command = body.splitlines()[0]
                body = f"{command}\n{_katch(command)}"
            case "python":
                printed = _python(body, names)
            case "text" if printed is not None:
                body, printed = printed, None
        yield body
    yield page[position:]


def _write(name: str, text: str) -> None:
    if not name.endswith(".yaml"):
        message = f"a YAML block must begin with '# NAME.yaml', not {name!r}"
        raise ValueError(message)
    path = Path("saltmarsh") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _katch(command: str) -> str:
    words = command.removeprefix("$ katch ").split()
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        patch("sys.stdin", io.StringIO("quit\n")),
    ):
        main(words)
    return said.getvalue()


def _python(source: str, names: dict[str, object]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(source, "page.py", "exec"), names)  # noqa: S102 - our own page
    return said.getvalue()
