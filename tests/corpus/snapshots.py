"""Edited snapshots of live cases: refused, unless they say what they said before.

Half of the edits are sealed anew, as somebody would who knows how; such a record may be
one of another case, and then its last hash is another.
"""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from random import Random
from typing import Any

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import canonical
from katch_protocols.errors import KatchError
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, begin, book
from tests.corpus.judging import Wrong

__all__ = ["NUMBER", "inputs"]

NUMBER = 9_195
"""How many make the whole corpus."""

Record = dict[str, Any]

_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, "", "u1", "u9", "officer", "chief", "worker"),
    *("police", "office", "shelter", "present", "absent", "unknown", "assess", "send"),
    *(
        "acknowledge_send",
        "clock",
        "referral",
        "east",
        "nowhere",
        [],
        {},
        [[]],
        "x" * 99,
    ),
    *("2026-03-18T06:00:00+00:00", "9999-12-31T23:59:59-12:00", "2026-03-18", "+7 700"),
    *("0" * 64, "\u202e", "\ud800"),
)


@cache
def _lived() -> tuple[Record, ...]:
    """Return the snapshots of a case as it grew."""
    worker, officer = actor("u2", "worker"), actor("u1", "officer")
    case = begin()
    found = [case.snapshot()]
    case.stand_in(
        by=worker, deputy="u8", role="worker", until=NOW.replace(day=25), at=NOW
    )
    case.do("assess", by=officer, at=NOW, records={"danger": "present"}, key="r-1")
    found.append(case.snapshot())
    case.do("end_danger", by=officer, together_with=[worker], at=NOW)
    case.do("send", by=actor("u8", "carer", agency="office"), at=NOW)
    case.do("decline_send", by=actor("u3", "carer"), at=NOW)
    found.append(case.snapshot())
    case.advance(NOW.replace(month=5))
    found.append(case.snapshot())
    return tuple(json.loads(json.dumps(each)) for each in found)


def inputs(seed: int, number: int) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Yield edited snapshots; each has its own seed, which is its name."""
    for at in range(seed, seed + number):
        chance = Random(f"snapshot {at}")  # noqa: S311 - no secret
        before = chance.choice(_lived())
        edited = copy.deepcopy(before)
        for _ in range(chance.choice((1, 1, 2, 3))):
            _edit(chance, edited)
        if at % 2:
            _seal(edited)
        yield str(at), partial(_try, before, edited)


def _try(before: Record, edited: Record) -> bool:
    restored = Case.restore(book().protocols["referral"], edited)
    after = json.loads(json.dumps(restored.snapshot()))
    if after != edited:
        message = "a record comes back as another"
        raise Wrong(message)
    if after["head"] == before["head"] and after != before:
        message = "the last hash does not show the change"
        raise Wrong(message)
    return True


def _edit(chance: Random, record: Record) -> None:
    holder, key = chance.choice(list(_spots(record)))
    match chance.randrange(6):
        case 0 | 1 | 2:
            holder[key] = copy.deepcopy(chance.choice(_VALUES))
        case 3:
            del holder[key]
        case 4 if isinstance(holder, list):
            holder.insert(chance.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        case 5 if isinstance(holder, list):
            chance.shuffle(holder)
        case _:
            other, place = chance.choice(list(_spots(record)))
            holder[key], other[place] = other[place], holder[key]


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, each in list(pairs):
        yield value, key
        yield from _spots(each)


def _seal(record: Record) -> None:
    """Reckon every hash anew, as far as the record still has its shape."""
    try:
        last = _opened(record)
        for number, event in enumerate(record["events"]):
            event["previous"], event["number"] = last, number
            last = sha256(canonical(event).encode()).hexdigest()
    except (
        KatchError,
        ArithmeticError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return
    record["head"] = last


def _opened(record: Record) -> str:
    """Return the hash of the opening that a record tells of."""
    case = open_case(
        book().protocols["referral"],
        reference=record["case"],
        region=record["region"],
        at=datetime.fromisoformat(record["opened"]),
    )
    return str(case.snapshot()["head"])
