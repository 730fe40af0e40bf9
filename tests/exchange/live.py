"""Five live cases of Harbour: one is untouched, one the clock moved, one has a loan."""

from collections.abc import Sequence
from datetime import timedelta

import katch_protocols as kp
from katch_protocols.cases.case import Case
from tests.cases.harbour import NOW, actor, book

__all__ = ["TOKENS", "begun_cases"]

OFFICER, WORKER, DEPUTY, KEY = "tok-officer", "tok-worker", "tok-deputy", "tok-key-1"
TOKENS = (OFFICER, WORKER, DEPUTY, KEY)
"""Whatever may not stand in any file."""


def begun_cases() -> Sequence[Case]:
    """Open the cases and take each a step further than the one before."""
    found = []
    officer, worker = actor(OFFICER, "officer"), actor(WORKER, "worker")
    for number in range(5):
        case = kp.open_case(
            book().protocols["referral"],
            reference=f"case-{number}x",
            region="east",
            at=NOW + timedelta(hours=number),
        )
        found.append(case)
        at = NOW + timedelta(hours=number + 1)
        if number == 0:
            continue
        danger = "absent" if number == 1 else "present"
        case.do("assess", by=worker, at=at, records={"danger": danger}, key=KEY)
        if number == 2:
            case.advance(at + timedelta(days=60))
        if number > 2:
            case.do("end_danger", by=officer, together_with=[worker], at=at)
        if number > 3:
            until = at + timedelta(days=9)
            case.stand_in(by=worker, deputy=DEPUTY, role="worker", until=until, at=at)
        if number > 2:
            case.do("send", by=worker, at=at)
    return found
