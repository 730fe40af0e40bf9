"""Logs that leave things untold: every engine says what the definition says of them.

What is untold: activities that are never logged, times of which only the day is known,
when a case was opened, numbers of some events, agencies of those whose role is known.
"""

from datetime import datetime, timedelta
from random import Random

import pytest

from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.logs import LogFact, LogMapping, NamedInLog
from tests.cases.harbour import FILES, NOW, handbook
from tests.evidence.coding import audits, seen
from tests.evidence.logs import COLUMNS, UNTIL, case_rows

Row = dict[str, str]
CASES = 60
ROLES = FILES["roles.yaml"].replace(
    "Работник, kk: Қызметкер}, agency: office",
    "Работник, kk: Қызметкер}, agency: [office, police]",
)
SENTENCES = (
    # Proved, so that loops pass what keeps everything else.
    "place requires hearing.hear",
    "every case has assess",
    "after send then acknowledge_send within 2 working days",
    "between assess and send never place",
    "place requires send since assess",
    "only worker does send",
    "only office does place",
    "only officer/worker does assess",
    "assess and place by different agencies",
    "place at least 2 hours after assess",
    "send at least 30 minutes after assess",
    # Not proved: then the definition is asked of every case.
    "place requires end_danger",
    "after assess then place within 10 hours",
)
OWN = (
    "assess and place by the same person",
    "assess and review by different agencies",
    "only office does send",
)
SILENT = ("assess", "send", "acknowledge_send", "hearing.hear", "place", "end_danger")


def book(random: Random, *, proved: bool):
    """Return Harbour under other sentences."""
    text = FILES["referral.yaml"]
    for own in OWN:
        if random.random() < 0.7:
            pool = SENTENCES[:-2] if proved else SENTENCES
            text = text.replace(own, random.choice(pool))
    changes = {"roles": ROLES} if random.random() < 0.5 else {}
    return handbook(referral=text, **changes)


def opened(random: Random, latest: datetime) -> str:
    """Return when a case says that it was opened: it may be too late, or no instant."""
    before = NOW - timedelta(minutes=random.choice((30, 90)))
    later = latest + timedelta(hours=1)
    texts = (NOW.isoformat(), "", NOW.isoformat()[:10], later.isoformat())
    return random.choice((*texts, texts[0], texts[0], before.isoformat()))


def timed(random: Random, rows: list[Row]) -> datetime:
    """Say when each row was, some at one instant; return when the last one was."""
    at, spread = NOW, random.choice((10, 30, 30, 60, 60, 240, 900, 20_000))
    gaps = (1, 5, 10, spread, *(0,) * random.choice((0, 0, 0, 3)))
    for number, row in enumerate(rows):
        at += timedelta(minutes=random.choice(gaps))
        row |= {"at": at.isoformat(), "seq": str(number)}
    return at


def rows_of(random: Random, name: str) -> list[Row]:
    """Return a case in which some things are untold, and now and then one is wrong."""
    rows = case_rows(name)[: random.choice((6, 6, 6, 5, 3, 2, 1))]
    begun = opened(random, timed(random, rows))
    shares = (
        ("agency", random.choice((0, 0, 0.2, 1)), ("",)),
        ("seq", random.choice((0, 0, 0, 0.3)), ("", "1", "2", "x")),
        ("role", 0.04, ("officer", "worker", "carer", "")),
        ("agency", 0.02, ("police",)),
    )
    days = random.choice((0, 0, 0, 0, 0.3))
    for row in rows:
        row |= {
            name: random.choice(others)
            for name, share, others in shares
            if random.random() < share
        }
        row |= {
            "opened": begun,
            "at": row["at"][: 10 if random.random() < days else 99],
        }
    if random.random() < 0.1:
        random.shuffle(rows)
    if random.random() < 0.1:
        rows.pop()
    return rows


def read(random: Random):
    """Return a random log of what is told in part, and everything to audit it."""
    silent = tuple(random.sample(SILENT, random.choice((0, 0, 1, 1, 2))))
    every = [row for n in range(CASES) for row in rows_of(random, f"a-{n}")]
    rows = [row for row in every if row["event"] not in silent]
    left_out = {
        name: None
        for name, share in (("opened", 0.2), ("number", 0.5), ("agency", 0.2))
        if random.random() < share
    }
    columns = COLUMNS.model_copy(update={"number": "seq", **left_out})
    mapping = LogMapping(
        id="log",
        region=NamedInLog(name=random.choice(("east", "east", "west"))),
        protocol=NamedInLog(name="referral"),
        columns=columns,
        records={"danger": LogFact(column="danger")} if random.random() < 0.8 else {},
        not_logged=silent,
    )
    latest = max(
        datetime.fromisoformat(r["at"]).replace(tzinfo=NOW.tzinfo) for r in rows
    )
    until = random.choice(
        (UNTIL, latest + timedelta(hours=2), UNTIL + timedelta(days=90))
    )
    since = random.choice((None, None, None, NOW + timedelta(minutes=12)))
    over = micros(max(until, latest)) + 1
    window = LogWindow(None if since is None else micros(since), over, over)
    return rows, mapping, book(random, proved=random.random() < 0.9), window


@pytest.mark.parametrize("seed", range(3))
def test_every_engine_says_the_same_of_what_is_told_in_part(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a made-up log
    first, *others = audits(*read(random))
    for each in others:
        assert seen(each) == seen(first)


def test_a_number_that_is_none_counts_only_of_an_event_that_does() -> None:
    """What was before the log is left out as such: nobody asks in what order it was."""
    numbers = ("x", "", "3", "4", "x", "6")
    rows = [
        row | {"seq": number} for row, number in zip(case_rows(), numbers, strict=True)
    ]
    mapping = LogMapping(
        id="log",
        region=NamedInLog(name="east"),
        protocol=NamedInLog(name="referral"),
        columns=COLUMNS.model_copy(update={"number": "seq"}),
        records={"danger": LogFact(column="danger")},
    )
    over = micros(UNTIL)
    for since, left_out in (
        (None, {"no-number": 2}),
        (NOW + timedelta(hours=1), {"no-number": 1, "outside": 1}),
        (NOW + timedelta(hours=5), {"outside": 5}),
    ):
        window = LogWindow(None if since is None else micros(since), over, over)
        for each in audits(rows, mapping, handbook(), window):
            assert each.reading.left_out == left_out
