"""QtScxml, an interpreter of SCXML, runs every shipped protocol as the table does.

PySide6 has 430 MB: `make test-exchange` installs it.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.exchange.notations.scxml import event_of
from katch_protocols.exchange.read_scxml import EVERYTHING
from tests.exchange.heavy import heavy_module

heavy_module()

RUNNER = """
import json, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtScxml import QScxmlStateMachine

app = QCoreApplication([])
job = json.load(sys.stdin)
machine = QScxmlStateMachine.fromFile(job["file"])
assert not machine.parseErrors(), [each.toString() for each in machine.parseErrors()]
machine.start()
found = []
for event in [None, *job["events"]]:
    if event is not None:
        machine.submitEvent(event["type"], {"records": event["records"]})
    for _ in range(5):
        app.processEvents()
    found.append(sorted(machine.activeStateNames(False)))
print(json.dumps(found), flush=True)
sys.stdout.flush()
import os; os._exit(0)  # PySide6 may stumble while Python ends
"""


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("protocol", kp.handbook().protocols)
def test_qt_walks_as_the_table_does(tmp_path: Path, protocol: str, seed: int):
    noun = kp.handbook().protocols[protocol]
    table, file = kp.compile(noun), tmp_path / "machine.scxml"
    kp.export(noun, to="scxml").save(file)
    chance = random.Random(seed)  # noqa: S311 - no secret
    word, events, words = table.initial, [], [table.initial]
    for _ in range(25):
        rows = sorted(table.possible(word), key=lambda row: (row.activity, row.records))
        if not rows:
            break
        row = chance.choice(rows)
        word = row.after(word)
        words.append(word)
        events.append({"type": event_of(row.activity), "records": dict(row.records)})
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps({"file": str(file), "events": events}),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        text=True,
    )
    names = [each.name for each in table.chart.nodes]
    expected = [sorted(names[at] for at in table.active(each)) for each in words]
    there = [[n for n in found if n != EVERYTHING] for found in json.loads(done.stdout)]
    assert there == expected
