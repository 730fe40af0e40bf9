"""Rows of an OCEL: one for each case of an event, which counts once."""

import json

import pytest

from katch_protocols.evidence.logs.ocel import read_ocel
from katch_protocols.evidence.logs.tables import AGAIN, UnreadError


def event(*cases):
    related = [{"objectId": each, "qualifier": "of"} for each in cases]
    return {"id": "e", "type": "assess", "time": "T", "relationships": related}


def written(folder, *events):
    kinds = {"case/a": "case", "case/b": "case", "case/c": "case", "role/r": "role"}
    objects = [{"id": name, "type": kind} for name, kind in kinds.items()]
    path = folder / "a.jsonocel"
    path.write_text(json.dumps({"objects": objects, "events": events}))
    return path


def test_an_event_of_several_cases_is_a_row_of_each_and_one_event(tmp_path) -> None:
    path = written(tmp_path, event("case/a"), event("case/b", "role/r", "case/c"))
    told = [
        (each.row, each.cells["object"], AGAIN in each.cells)
        for each in read_ocel(path, None, None)
    ]
    assert told == [(1, "a", False), (2, "b", False), (2, "c", True)]


def test_an_event_that_is_none_is_told_by_its_number(tmp_path) -> None:
    path, found = written(tmp_path, event("case/a"), {"type": "assess"}), []
    with pytest.raises(UnreadError) as unread:
        found.extend(read_ocel(path, None, None))
    assert (unread.value.row, unread.value.reason) == (2, "broken-file")
    assert [each.row for each in found] == [1]


@pytest.mark.parametrize(
    ("text", "told"), [("{", (1, "broken-file")), (None, (0, "not-readable"))]
)
def test_what_is_no_log_is_told(tmp_path, text, told) -> None:
    path = tmp_path / "a.jsonocel"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UnreadError) as unread:
        next(read_ocel(path, None, None))
    assert (unread.value.row, unread.value.reason) == told
