"""A case that moved to another version: what was before is known where a measure asks.

What happens before the move is in no step of the new version, but its image says what
was done, which values facts had and which documents there were.
"""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.evidence.indicators.history import asked_table, history_of
from katch_protocols.semantics.events import event_of
from katch_protocols.sentences.text import parse_condition
from tests.cases.harbour import FILES, NOW, actor, begin, handbook

HOUR = timedelta(hours=1)
OFFICER, WORKER = actor("u1", "officer"), actor("u2", "worker")

AFTER = handbook(
    referral=FILES["referral.yaml"]
    .replace("3 working days", "5 working days")
    .replace("        when: danger is absent\n        needs: [form]\n", "")
    .replace("        records: [danger]\n        produces: [form]\n", "")
    .replace("        sets: {danger: absent}\n", "")
)
"""Nothing of it says `danger` any longer, or asks for the form."""


def moved_and_sent() -> Case:
    """Return a case that was assessed under one version, and sent under the next."""
    case = begin()
    case.do("assess", by=OFFICER, at=NOW + HOUR, records={"danger": "absent"})
    compiled = compiled_case(AFTER.protocols["referral"], AFTER)
    past = retold([CaseChapter.of(case.view())], compiled)
    assert past.gaps == ()
    moved = Case(moved_case(past, case.view(), NOW + 2 * HOUR))
    moved.do("send", by=WORKER, at=NOW + 3 * HOUR)
    return moved


@pytest.mark.parametrize(
    ("where", "is_so"),
    [
        ("done assess", True),
        ("not done assess", False),
        ("done end_danger", False),
        ("danger is absent", True),
        ("danger is unknown", False),
        ("has form", True),
        ("done send", False),
        ("in assessed", True),
    ],
)
@pytest.mark.parametrize("is_read", [False, True])
def test_what_was_before_a_move_is_so_after_it(
    where: str, is_so: bool, is_read: bool
) -> None:
    case, asked = moved_and_sent(), parse_condition(where)
    if is_read:
        protocol = AFTER.protocols["referral"]
        case = Case.restore(protocol, case.snapshot(), handbook=AFTER)
    view = case.view()
    history = history_of(view, asked_table(view.compiled, [asked]))
    send = event_of(history.chart, "send")
    assert len([*history.moments(send)]) == 1
    assert len([*history.moments(send, asked)]) == int(is_so)
