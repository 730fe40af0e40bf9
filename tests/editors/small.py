"""A small handbook in a folder, and places in its texts that a bar marks."""

from datetime import date
from pathlib import Path

from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.session import EditorSession
from tests.cli.conftest import DISTRICT

__all__ = ["DAY", "PROTOCOL", "REGION", "TEXTS", "at", "desk_in", "marked"]

DAY = date(2026, 6, 1)

PROTOCOL = "found_alone.yaml"

REGION = """\
region: east
title: East
roles:
  case_worker: {agency: police_post}
"""

TEXTS = {
    **DISTRICT,
    PROTOCOL: DISTRICT[PROTOCOL]
    + """\
safeguards:
  looked_first:
    rule: end_danger requires look_around where danger is present
""",
    "regions/east.yaml": REGION,
}


def desk_in(folder: Path) -> EditorSession:
    """Write the handbook into a folder, and sit down before it."""
    (folder / "regions").mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return EditorSession(folder, lambda: DAY)


def marked(text: str) -> tuple[str, int]:
    """Return a text without the bar in it, and where the bar was."""
    before, bar, behind = text.partition("|")
    assert bar
    return before + behind, len(before)


def at(desk: EditorSession, file: str, text: str) -> tuple[WrittenPage, int]:
    """Return a file, and the place just inside the first ``text`` in it."""
    page = desk.now().pages.get(file)
    assert page is not None
    return page, page.text.index(text) + 1
