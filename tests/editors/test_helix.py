"""Helix itself, in a terminal of its own, with the settings that the how-to prints."""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.editors.small import PROTOCOL, TEXTS, desk_in

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "draft" / "how-to" / "edit-with-findings.md"
SETTINGS = re.compile(r"```toml\n(.*?)```", re.DOTALL)
HELIX = shutil.which("hx") or shutil.which("helix")
ESCAPE, ENTER = "\x1b", "\r"
SLIP, ROLE, NEW = "case_workr", "case_worker", "case_manager"
PATIENCE = 60


class Terminal:
    """A terminal in which Helix runs; what it draws is gathered."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.drawn = ""
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ |= {
                "HOME": str(home),
                "XDG_CONFIG_HOME": str(home / ".config"),
                "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(HERE.parents[1]),
                "LC_ALL": "C.UTF-8",
                "TERM": "xterm-256color",
                "KATCH_CACHE": "",
            }
            os.execv(str(HELIX), ["hx", PROTOCOL])  # noqa: S606 - a terminal of its own
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))

    def press(self, *keys: str) -> None:
        """Press keys; what was drawn before is forgotten."""
        self.drawn = ""
        for key in keys:
            os.write(self.end, key.encode())
            # A key after Escape would be another key together with it.
            time.sleep(0.3)

    def shows(self, text: str) -> bool:
        """Wait until a text is drawn."""
        last = time.monotonic() + PATIENCE
        while text not in self.drawn and time.monotonic() < last:
            if select.select([self.end], [], [], 0.2)[0]:
                self.drawn += os.read(self.end, 65_536).decode(errors="replace")
        return text in self.drawn

    def leaves(self, folder: Path, texts: Mapping[str, str]) -> bool:
        """Have all written until the files of a folder are these."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            self.press(f":write-all{ENTER}")
            self.shows("written")
            if texts == {name: (folder / name).read_text("utf-8") for name in texts}:
                return True
        return False


@pytest.fixture
def book(tmp_path):
    """A handbook with a slip in it."""
    folder = tmp_path / "book"
    folder.mkdir()
    desk_in(folder)
    slip = TEXTS[PROTOCOL].replace(f"[{ROLE}]", f"[{SLIP}]", 1)
    (folder / PROTOCOL).write_text(slip, encoding="utf-8")
    return folder


@pytest.fixture
def helix(tmp_path, book):
    """Helix with the settings of the page, and the slip open."""
    home = tmp_path / "home"
    (settings,) = SETTINGS.findall(PAGE.read_text(encoding="utf-8"))
    config = home / ".config" / "helix" / "languages.toml"
    config.parent.mkdir(parents=True)
    config.write_text(settings, encoding="utf-8")
    katch = home / "bin" / "katch"
    katch.parent.mkdir()
    katch.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m katch_protocols "$@"\n')
    katch.chmod(0o755)
    terminal = Terminal(book, home)
    yield terminal
    os.write(terminal.end, f"{ESCAPE}:quit-all!{ENTER}".encode())
    os.close(terminal.end)
    os.waitpid(terminal.pid, 0)


@pytest.mark.skipif(
    not os.environ.get("KATCH_HEAVY"), reason="starts an editor, and half a minute"
)
@pytest.mark.skipif(HELIX is None, reason="there is no program 'hx'")
def test_helix_shows_and_does_what_the_page_says(request, book):
    helix = request.getfixturevalue("helix")
    assert helix.shows("NOR")
    helix.press(f"/{SLIP}{ENTER}", ";")
    assert helix.shows(f"'{SLIP}' is not the name of any role.")
    helix.press(" ", "a")
    assert helix.shows(f"Write “{ROLE}” instead of “{SLIP}”")
    helix.press(ENTER)
    assert helix.leaves(book, TEXTS)
    helix.press(f"/{ROLE}{ENTER}", ";", " ", "k")
    assert helix.shows("everywhere")
    helix.press(ESCAPE, " ", "r", "\x15", f"{NEW}{ENTER}")
    new = {name: re.sub(rf"\b{ROLE}\b", NEW, text) for name, text in TEXTS.items()}
    assert helix.leaves(book, new)
