"""Perform a page of the docs from an empty folder, as its reader would.

- A line of prose above the first block that holds ```katch new handbook …``` in code is
  how the reader begins: it is run first.
- A YAML block whose first line is ``# NAME.yaml`` is a file of the handbook
  ``saltmarsh``; one with ``# add to NAME.yaml`` goes at the end of that file.
- A console block is one command of ``katch`` after ``$``, then exactly what it prints.
  What stands there after ``>``, or after the question who does it, is typed.
- A block of ``sh`` is commands that succeed, whatever they print.
- A Python block runs; a text block behind it is exactly what it prints.
- JSON, TOML and XML are read; behind a line that ends with ```NAME`:``, JSON or XML is
  that file.

Any other block is refused, unless ``tests.house.unperformed`` says why it is not
performed.

``python -m tests.house.pages PAGE …`` writes into pages what their commands and
programs print now.
"""

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree as ET

from katch_protocols.cli.main import main
from tests.house.unperformed import BLOCKS, COMMANDS

__all__ = ["BLOCK", "ROOT", "PageError", "performed", "title_of"]

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<kind>[^\n`]*)\n(?P<body>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
BEGIN = re.compile(r"`katch (new handbook [^`]+)`")
TYPED = re.compile(r"(?:> |Who does it: .* takes the first\. )(.*)")
FILE = re.compile(r"`([\w-]+\.[\w.]+)`:\n+\Z")
DIRECTIVE = re.compile(r"\{[\w-]+\}")


class PageError(ValueError):
    """A block of a page that is neither performed nor told apart."""


def title_of(page: Path) -> str:
    """Return the path of a page from the top of the checkout."""
    return page.relative_to(ROOT).as_posix()


def performed(page: Path, folder: Path) -> str:
    """Return the page with what its commands and programs really print.

    ``folder`` is empty; it is where everything happens.

    Raises:
        PageError: A block is of no known form, a command fails, or a file of JSON,
            TOML or XML cannot be read.
    """
    with contextlib.chdir(folder), patch.dict(os.environ, {"LANG": "C"}):
        text = page.read_text(encoding="utf-8")
        return "".join(_pieces(text, BLOCKS.get(title_of(page), {})))


def _pieces(page: str, unperformed: Mapping[str, str]) -> Iterator[str]:
    first = BLOCK.search(page)
    for begin in BEGIN.findall(page[: first.start() if first else len(page)]):
        _done(begin)
    names: dict[str, object] = {}
    position, printed = 0, None
    for block in BLOCK.finditer(page):
        file = FILE.search(page, position, block.start())
        yield page[position : block.start("body")]
        position = block.end("body")
        body, kind = block["body"], block["kind"]
        if DIRECTIVE.match(kind) or body.startswith(tuple(unperformed)):
            pass  # built with the pages, or told apart with its reason
        elif kind == "python":
            printed = _python(body, names)
        elif kind == "text" and printed is not None:
            body, printed = printed, None
        else:
            body = _block(kind, body)
            if file is not None and kind in {"json", "xml"}:
                Path(file[1]).write_text(body, encoding="utf-8")
        yield body
    yield page[position:]


def _block(kind: str, body: str) -> str:
    match kind:
        case "yaml":
            _write(body)
        case "console":
            return _console(body)
        case "sh":
            for line in body.splitlines():
                _command(line)
        case "json":
            json.loads(body)
        case "toml":
            tomllib.loads(body)
        case "xml":
            ET.fromstring(body)  # noqa: S314 - our own page
        case _:
            message = f"a block of {kind!r} is not performed: {body[:60]!r}"
            raise PageError(message)
    return body


def _write(body: str) -> None:
    name = body.partition("\n")[0].removeprefix("# ")
    added = name.removeprefix("add to ")
    if not re.fullmatch(r"[\w/]+\.yaml", added):
        message = f"a YAML block must begin with '# NAME.yaml', not {name!r}"
        raise PageError(message)
    path = Path("saltmarsh") / added
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if added != name else ""
    path.write_text(before + body, encoding="utf-8")


def _console(body: str) -> str:
    command, *rest = body.splitlines()
    if not command.startswith("$ katch "):
        message = f"a console block must begin with '$ katch', not {command!r}"
        raise PageError(message)
    typed = [found[1] for line in rest if (found := TYPED.fullmatch(line))]
    _, said = _katch(command.removeprefix("$ katch "), typed)
    return f"{command}\n{said}"


def _command(line: str) -> None:
    words = shlex.split(line, comments=True)
    command = " ".join(words)
    if command in COMMANDS:
        return
    before = [word for word in words if re.match(r"[A-Z_]+=", word)]
    if words[len(before) :][:1] == ["katch"]:
        with patch.dict(os.environ, dict(word.split("=", 1) for word in before)):
            _done(shlex.join(words[len(before) + 1 :]))
    elif words[:1] == ["diff"]:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    elif words:
        message = f"{command!r} is not run, and has no reason in COMMANDS"
        raise PageError(message)


def _done(words: str) -> None:
    code, said = _katch(words, [])
    if code:
        message = f"'katch {words}' gave {code}: {said}"
        raise PageError(message)


def _katch(words: str, typed: list[str]) -> tuple[int, str]:
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        patch("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed))),
    ):
        code = main(shlex.split(words))
    return code, said.getvalue()


def _python(source: str, names: dict[str, object]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(source, "page.py", "exec"), names)  # noqa: S102 - our own page
    return said.getvalue()


def _record(page: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = performed(page, Path(folder))
    if text != page.read_text(encoding="utf-8"):
        page.write_text(text, encoding="utf-8")
        print(f"Written: {title_of(page)}")  # noqa: T201 - a command of its own


if __name__ == "__main__":
    for word in sys.argv[1:]:
        _record(Path(word).resolve())
