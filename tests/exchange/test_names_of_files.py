"""A protocol that would be called as another file of a handbook is."""

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from katch_protocols.exchange.incoming import Incoming
from katch_protocols.exchange.workbook.start import start_from_table
from katch_protocols.files.file_kinds import FILE_KINDS
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.verbs.import_protocol import import_protocol

# `katch` and `district` are those of the commands.
from tests.cli.conftest import district, katch  # noqa: F401 - fixtures
from tests.rules.saltmarsh import SALTMARSH

TAKEN = sorted(
    kind.place.removesuffix(".yaml")
    for kind in FILE_KINDS.values()
    if not kind.registry
)


def table() -> bytes:
    """Return a table of responsibilities of two bodies and two steps."""
    book = Workbook()
    for row in (
        ("Step", "Police", "Welfare"),
        ("Make safe", "R", "A"),
        ("Refer", "A", "R"),
    ):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def test_there_are_such_files():
    assert {"handbook", "roles", "agencies", "checklists"} <= {*TAKEN}


@pytest.mark.parametrize("name", TAKEN)
def test_a_table_that_is_called_so_loses_no_step(name):
    found = start_from_table(Incoming(f"{name}.xlsx", table(), "en"))
    texts = write(found.handbook)
    assert f"{name}_2.yaml" in texts
    (protocol,) = read_texts(texts).handbook.protocols.values()
    assert protocol.id == f"{name}_2"
    assert set(protocol.states) == {"make_safe_due", "refer_due", "all_done"}
    assert read_texts(texts).handbook == found.handbook


@pytest.mark.parametrize("name", ["roles", "on"])
def test_a_machine_that_is_called_so_loses_no_state(name, tmp_path):
    states = {"a": {"on": {"go": "b"}}, "b": {"type": "final"}}
    machine = {"id": name, "initial": "a", "states": states}
    file = tmp_path / "machine.json"
    file.write_text(json.dumps(machine), encoding="utf-8")
    found = import_protocol(file, notation="xstate")
    assert read_texts(write(found.handbook)).handbook == found.handbook
    assert list(found.handbook.protocols) == [f"{name}_2"]


@pytest.mark.parametrize("name", [*TAKEN, "on"])
def test_a_new_protocol_is_not_called_so(district, katch, name):  # noqa: F811 - see above
    before = {path: path.read_bytes() for path in district.iterdir()}
    ran = katch("new", "protocol", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"'{name}' means something else in a handbook" in ran.err
    assert {path: path.read_bytes() for path in district.iterdir()} == before


@pytest.mark.parametrize("name", ["roles", "checklists"])
def test_a_protocol_in_the_place_of_another_file_is_offered_a_free_one(name):
    text = SALTMARSH["referral.yaml"].replace("protocol: referral", f"protocol: {name}")
    texts = {**SALTMARSH, f"{name}.yaml": text}
    del texts["referral.yaml"]
    found = [e for e in read_texts(texts).findings if e.rule == "misplaced-file"]
    assert [each.facts["folder"] for each in found] == [f"{name}_protocol.yaml"]
