"""The tools of bpmn.io in Node: what they make of a BPMN file."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import required

__all__ = ["SCRIPT", "XSD", "judged"]

XSD = Path("node_modules", "bpmn-moddle", "resources", "bpmn", "xsd", "BPMN20.xsd")
"""The schema of the OMG, as bpmn-moddle brings it."""

SCRIPT = Path(__file__).with_name("bpmn.mjs")


def judged(folder: Path, texts: Mapping[str, str]) -> Mapping[str, Any]:
    """Return warnings of reading, what lint says, and whether a round trip is whole."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        [required("node"), SCRIPT.name, *texts],
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
    )
    return {each["file"]: each for each in map(json.loads, done.stdout.splitlines())}
