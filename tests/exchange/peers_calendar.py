"""ical.js, which reads calendars in Thunderbird and on the web."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import required

__all__ = ["read_by_ical"]

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


def read_by_ical(folder: Path, text: str) -> list[dict[str, Any]]:
    """Return the tasks and events of a calendar, each with its properties as text."""
    (folder / "read.mjs").write_text(_SCRIPT, "utf-8")
    done = subprocess.run(
        [required("node"), "read.mjs"],
        cwd=folder,
        input=text.encode("utf-8"),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)
