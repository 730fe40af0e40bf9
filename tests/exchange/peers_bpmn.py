"""The tools of bpmn.io in Node: what they make of a BPMN file."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import required

__all__ = ["PACKAGES", "XSD", "judged", "prepare_bpmn"]

PACKAGES = ("bpmn-moddle@10.3.1", "bpmnlint@11.15.0")
XSD = Path("node_modules", "bpmn-moddle", "resources", "bpmn", "xsd", "BPMN20.xsd")
"""The schema of the OMG, as bpmn-moddle brings it."""

_SCRIPT = Path(__file__).with_name("bpmn.mjs")


def prepare_bpmn(folder: Path) -> Path:
    """Install the tools, by version, in a folder."""
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
    (folder / _SCRIPT.name).write_text(_SCRIPT.read_text("utf-8"), "utf-8")
    return folder


def judged(folder: Path, texts: Mapping[str, str]) -> Mapping[str, Any]:
    """Return warnings of reading, what lint says, and whether a round trip is whole."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        [required("node"), _SCRIPT.name, *texts],
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
    )
    return {each["file"]: each for each in map(json.loads, done.stdout.splitlines())}
