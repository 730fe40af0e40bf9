"""ical.js, which reads calendars in Thunderbird and on the web."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import required

__all__ = ["prepare_ical", "read_by_ical"]

_PACKAGE = "ical.js@2.2.1"
_SCRIPT = """
import fs from "node:fs";
import ICAL from "ical.js";
ICAL.design.strict = true;
const whole = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
const one = (part) => ({
  kind: part.name,
  alarms: part.getAllSubcomponents("valarm").map((alarm) => [
    alarm.getFirstPropertyValue("trigger").toString(),
    alarm.getFirstPropertyValue("description")]),
  ...Object.fromEntries(part.getAllProperties().map((each) =>
    [each.name, each.getFirstValue().toString()])),
});
const parts = ["vtodo", "vevent"].flatMap((name) => whole.getAllSubcomponents(name));
console.log(JSON.stringify(parts.map(one)));
"""


def prepare_ical(folder: Path) -> Path:
    """Install the reader in a folder."""
    npm, _ = required("npm"), required("node")
    done = subprocess.run(
        [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", _PACKAGE],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        reason = f"npm could not install {_PACKAGE}: {done.stderr[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    (folder / "read.mjs").write_text(_SCRIPT, "utf-8")
    return folder


def read_by_ical(folder: Path, text: str) -> list[dict[str, Any]]:
    """Return the tasks and events of a calendar, each with its properties as text."""
    done = subprocess.run(
        [required("node"), "read.mjs"],
        cwd=folder,
        input=text.encode("utf-8"),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)
