"""What a log tells of somebody in part, and of an order in part: as far as it goes."""

import pytest

from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.logs import LogFact, LogMapping, NamedInLog
from tests.cases.harbour import FILES, handbook
from tests.evidence.coding import audits, seen, whole
from tests.evidence.logs import COLUMNS, UNTIL, audited, case_rows, found

BOOK = handbook(
    roles=FILES["roles.yaml"].replace(
        "Работник, kk: Қызметкер}, agency: office",
        "Работник, kk: Қызметкер}, agency: [office, police]",
    ),
    referral=FILES["referral.yaml"].replace(
        "assess and place by the same person", "only worker does place"
    ),
)
"""Workers are of two agencies. Only the office sends, only a worker places, and who
assesses is of another agency than who reviews."""

MAPPING = LogMapping(
    id="log",
    region=NamedInLog(name="east"),
    protocol=NamedInLog(name="referral"),
    columns=COLUMNS.model_copy(update={"number": "seq"}),
    records={"danger": LogFact(column="danger")},
)
WINDOW = LogWindow(None, micros(UNTIL), micros(UNTIL))
Row = dict[str, str]

_PEOPLE = [
    ("place", {}, [], "kept", ()),
    # It is known that no worker placed, whichever agency it was.
    ("place", {"role": "officer", "agency": ""}, [("only", "place")], "broken", ()),
    ("place", {"role": "worker", "agency": ""}, [], "kept", ()),
    # A worker of the police may have sent; who reviews may be of the same agency.
    ("send", {"agency": ""}, [], "cannot_tell", ("agency",)),
    ("send", {"agency": "police"}, [("only", "send")], "broken", ()),
    ("assess", {"agency": ""}, [], "cannot_tell", ("agency",)),
    # No sentence asks of which agency somebody acknowledges.
    ("acknowledge_send", {"agency": ""}, [], "kept", ()),
    ("place", {"role": "", "agency": ""}, [], "cannot_tell", ("role", "agency")),
]


def told(event: str, changes: Row) -> list[Row]:
    """Return the rows of a case with other people in one of them."""
    rows = case_rows()
    return [{**row, **(changes if row["event"] == event else {})} for row in rows]


@pytest.mark.parametrize(("event", "changes", "findings", "people", "unsure"), _PEOPLE)
def test_who_acted_is_judged_as_far_as_it_is_told(
    event: str,
    changes: Row,
    findings: list[tuple[str, str]],
    people: str,
    unsure: tuple[str, ...],
) -> None:
    case = audited(told(event, changes), home=BOOK)
    assert found(case) == findings
    assert (case.answers["people"], case.unsure) == (people, unsure)


def numbered(numbers: str, order: str) -> list[Row]:
    """Return the rows of a case, each with a number, in an order of the file."""
    rows = [
        {**row, "seq": n.strip()} for row, n in zip(case_rows(), numbers, strict=True)
    ]
    return [rows[int(place)] for place in order]


_ORDERS = [
    ("123456", "012345", []),
    ("123456", "543210", []),
    # Of one number the time decides, however the file has them.
    ("122456", "021345", []),
    ("111111", "543210", []),
    # Numbers that contradict the times are believed, and told.
    ("132456", "012345", [("disorder", ""), ("missing", "send"), ("surplus", "send")]),
]


_TIES = [
    # One instant and no number, or the same, or one that is none: either may be first.
    ("      ", []),
    ("122456", []),
    ("12345 ", []),
    ("123456", []),
    ("132456", [("missing", "send"), ("surplus", "send")]),
]


def tied(numbers: str) -> list[Row]:
    """Return a case with two steps at one instant, the later first in the file."""
    rows = numbered(numbers, "021345")
    return [
        {**row, "at": rows[1]["at"] if n == 2 else row["at"]}
        for n, row in enumerate(rows)
    ]


@pytest.mark.parametrize(("numbers", "findings"), _TIES)
def test_only_numbers_put_events_of_one_instant_in_order(
    numbers: str, findings: list[tuple[str, str]]
) -> None:
    (case,) = audit_log(whole(tied(numbers), MAPPING, BOOK, WINDOW)).cases
    assert found(case) == findings


@pytest.mark.parametrize(("numbers", "order", "findings"), _ORDERS)
def test_events_are_in_the_order_of_their_numbers_then_of_their_times(
    numbers: str, order: str, findings: list[tuple[str, str]]
) -> None:
    log = whole(numbered(numbers, order), MAPPING, BOOK, WINDOW)
    (case,) = audit_log(log).cases
    assert sorted(found(case)) == findings


def test_every_engine_says_the_same_of_them() -> None:
    cases = [told(event, changes) for event, changes, *_ in _PEOPLE]
    cases = [[{**r, "seq": str(n)} for n, r in enumerate(rows)] for rows in cases]
    cases += [numbered(numbers, order) for numbers, order, _ in _ORDERS]
    cases += [tied(numbers) for numbers, _ in _TIES]
    rows = [{**row, "case": f"a-{n}"} for n, own in enumerate(cases) for row in own]
    first, *others = audits(rows, MAPPING, BOOK, WINDOW)
    assert all(seen(each) == seen(first) for each in others)


LIMITS = handbook(
    referral=FILES["referral.yaml"]
    .replace(
        "assess and place by the same person", "after assess then place within 10 hours"
    )
    .replace(
        "assess and review by different agencies", "place at least 4 hours after assess"
    )
)
_DAYS = [
    # It is assessed at 06:30 and ruled on at 10:00, or later where that stands below.
    ({}, "kept", "kept"),
    ({"place": "2026-03-18T10:29Z"}, "broken", "kept"),
    ({"place": "2026-03-18T10:30Z"}, "kept", "kept"),
    ({"place": "2026-03-18T16:30Z"}, "kept", "kept"),
    ({"place": "2026-03-18T16:31Z"}, "kept", "broken"),
    # On that day, after the ruling: too early, in time, or too late.
    ({"place": "2026-03-18"}, "cannot_tell", "cannot_tell"),
    ({"place": "2026-03-19"}, "kept", "broken"),
    # Assessed on that day, as the case was opened at 06:00 or later.
    ({"assess": "2026-03-18", "place": "2026-03-18T16:00Z"}, "cannot_tell", "kept"),
    (
        {"assess": "2026-03-18", "place": "2026-03-18T16:01Z"},
        "cannot_tell",
        "cannot_tell",
    ),
    # What is missing was between its neighbours, at 06:00 and at 07:00.
    ({"assess": "", "place": "2026-03-18T16:00Z"}, "kept", "kept"),
    ({"assess": "", "place": "2026-03-18T16:01Z"}, "kept", "cannot_tell"),
    ({"assess": "", "place": "2026-03-18T17:00Z"}, "kept", "cannot_tell"),
    ({"assess": "", "place": "2026-03-18T17:01Z"}, "kept", "broken"),
    ({"assess": "", "place": "2026-03-18T11:00Z"}, "kept", "kept"),
    ({"assess": "", "place": "2026-03-18T10:59Z"}, "cannot_tell", "kept"),
]


def dated(days: Row) -> list[Row]:
    """Return the rows of a case with other times in some; of none it is missing."""
    rows = [{**row, "at": days.get(row["event"], row["at"])} for row in case_rows()]
    return [row for row in rows if row["at"]]


@pytest.mark.parametrize(("days", "time", "safeguards"), _DAYS)
def test_a_limit_is_kept_or_broken_only_if_it_is_so_at_every_instant(
    days: Row, time: str, safeguards: str
) -> None:
    case = audited(dated(days), home=LIMITS)
    assert (case.answers["time"], case.answers["safeguards"]) == (time, safeguards)


def test_every_engine_says_the_same_of_limits() -> None:
    rows = [
        {**row, "case": f"a-{n}", "seq": str(place)}
        for n, (days, *_) in enumerate(_DAYS)
        for place, row in enumerate(dated(days))
    ]
    first, *others = audits(rows, MAPPING, LIMITS, WINDOW)
    assert all(seen(each) == seen(first) for each in others)


@pytest.mark.parametrize(
    "rule",
    [
        "place requires end_danger",
        "place requires end_danger since assess",
        "after assess then end_danger",
        "after assess then end_danger within 3 hours",
        "every case has end_danger",
        "between assess and end_danger never place",
        "between assess and place always end_danger at least every 2 hours",
        "between assess and end_danger always send at least every 2 hours",
        "never place unless end_danger",
        "never place where not done end_danger",
    ],
)
def test_what_is_never_logged_breaks_no_sentence_by_its_absence(rule: str) -> None:
    """What would have kept it may have been: this system never writes it."""
    own = "assess and place by the same person"
    home = handbook(referral=FILES["referral.yaml"].replace(own, rule))
    for silent, answer in (((), "broken"), (("end_danger",), "cannot_tell")):
        case = audited(case_rows(), home=home, not_logged=silent)
        assert case.answers["safeguards"] == answer
        assert {code for code, _ in found(case)} == (set() if silent else {"safeguard"})


_PLACE = """
      place:
        title: {en: Place the child, ru: Разместить ребёнка, kk: Баланы орналастыру}
        by: [worker, officer]
        to: placed
"""
_OPTIONAL = {
    "        when: danger is absent\n": "",
    "        needs: [form]\n": "",
    "        produces: [form]\n": "",
    "sets: {danger: absent}": "sets: {danger: absent}\n        produces: [form]",
    "        reasons: [yearly, complaint]\n": f"""        reasons: [yearly, complaint]
        to: reviewed
  reviewed:
    title: {{en: Reviewed, ru: Проверено, kk: Тексерілді}}
    held_by: worker
    activities:{_PLACE}""",
}
OPTIONAL = FILES["referral.yaml"]
for old, new in _OPTIONAL.items():
    OPTIONAL = OPTIONAL.replace(old, new)
"""Nobody need end the danger, which leaves a form, or review before placing."""


@pytest.mark.parametrize(
    ("rule", "silent"),
    [
        # It may have ended the danger, or left the form, before the placing.
        ("place requires that danger is absent", "end_danger"),
        ("never place where danger is present", "end_danger"),
        ("never place where not has form", "end_danger"),
        # It may have been reviewed.
        ("while agreed never place", "review"),
        ("never place where in agreed", "review"),
        ("place requires that in reviewed", "review"),
    ],
)
def test_what_a_step_that_is_never_logged_may_have_changed_breaks_no_sentence(
    rule: str, silent: str
) -> None:
    own = "assess and place by the same person"
    home = handbook(referral=OPTIONAL.replace(own, rule))
    rows = [row | {"danger": "present" * bool(row["danger"])} for row in case_rows()]
    for untold, answer in (((), "broken"), ((silent,), "cannot_tell")):
        told = [row for row in rows if row["event"] not in untold]
        case = audited(told, home=home, not_logged=untold)
        assert case.answers["safeguards"] == answer
        assert {code for code, _ in found(case)} == (set() if untold else {"safeguard"})
    # What others do in a hearing changes nothing of this.
    case = audited(rows, home=home, not_logged=("hearing.hear",))
    assert case.answers["safeguards"] == "broken"


@pytest.mark.parametrize(
    ("rule", "silent", "answer"),
    [
        # Nobody reviews before what was ruled on.
        ("send requires review", "review", "broken"),
        ("place requires review", "review", "cannot_tell"),
        ("every case has review", "review", "cannot_tell"),
        # It is heard once the handover is acknowledged, and before it is ruled on.
        ("acknowledge_send requires hearing.hear", "hearing.hear", "broken"),
        (
            "between send and hearing.hear never acknowledge_send",
            "hearing.hear",
            "broken",
        ),
        ("between assess and hearing.hear never place", "hearing.hear", "kept"),
        ("place requires end_danger since assess", "end_danger", "cannot_tell"),
    ],
)
def test_what_cannot_have_been_by_then_keeps_no_sentence(
    rule: str, silent: str, answer: str
) -> None:
    own = "assess and place by the same person"
    home = handbook(referral=FILES["referral.yaml"].replace(own, rule))
    rows = [row for row in case_rows() if row["event"] != silent]
    case = audited(rows, home=home, not_logged=(silent,))
    assert case.answers["safeguards"] == answer
    # Where something else is missing, nobody knows where the case was.
    case = audited(rows[1:], home=home, not_logged=(silent,))
    assert case.answers["safeguards"] == answer.replace("broken", "cannot_tell")


@pytest.mark.parametrize(
    ("silent", "known", "codes", "time"),
    [
        ((), 1, [("overdue", "assessed")], "broken"),
        (("send",), 1, [], "cannot_tell"),
        (("hearing.hear",), 1, [("overdue", "assessed")], "broken"),
        (("send",), 2, [("overdue", "awaiting_send")], "broken"),
        (("acknowledge_send",), 2, [], "cannot_tell"),
        (("send", "acknowledge_send"), 1, [], "cannot_tell"),
    ],
)
def test_what_may_have_been_done_and_is_never_logged_is_not_overdue(
    silent: tuple[str, ...], known: int, codes: list[tuple[str, str]], time: str
) -> None:
    case = audited(case_rows()[:known], home=BOOK, not_logged=silent)
    assert (found(case), case.answers["time"]) == (codes, time)


@pytest.mark.parametrize(
    ("silent", "days", "safeguards"),
    [
        # It is not known by when it was placed, if it was.
        ("place", {"place": ""}, "cannot_tell"),
        # What was left out of the log came, by 07:00; then ten hours were over.
        ("assess", {"assess": "", "place": "2026-03-18T17:01Z"}, "broken"),
        ("assess", {"assess": "", "place": "2026-03-18T16:00Z"}, "kept"),
    ],
)
def test_every_engine_says_the_same_of_limits_without_a_step(
    silent: str, days: Row, safeguards: str
) -> None:
    rows = [{**row, "seq": str(n)} for n, row in enumerate(dated(days))]
    mapping = MAPPING.model_copy(update={"not_logged": (silent,)})
    first, *others = audits(rows, mapping, LIMITS, WINDOW)
    told = first.answers["safeguards"]
    assert [str(key) for key, count in told.items() if count] == [safeguards]
    assert all(seen(each) == seen(first) for each in others)


_CLOCKED = FILES["referral.yaml"].replace(
    "      end_danger:\n",
    """      weigh:
        title: {en: Weigh the child, ru: Взвесить ребёнка, kk: Баланы өлшеу}
        by: worker
        when: danger is present
        within: 1 day
      end_danger:
""",
)
_ANEW = _CLOCKED.replace(
    "sets: {danger: absent}", "sets: {danger: absent}\n        to: assessed"
)
_STATE, _DUTY = ("overdue", "assessed"), ("overdue", "weigh")


@pytest.mark.parametrize(
    ("text", "silent", "codes"),
    [
        (_CLOCKED, (), {_STATE, _DUTY}),
        (_CLOCKED, ("review",), {_STATE, _DUTY}),
        (_CLOCKED, ("weigh",), {_STATE}),
        # Without danger nobody need weigh the child.
        (_CLOCKED, ("end_danger",), {_STATE}),
        # With its end the case may have come into the state anew.
        (_ANEW, ("end_danger",), set()),
        (_ANEW, ("weigh",), {_STATE}),
    ],
)
def test_what_may_have_begun_anew_or_been_set_aside_is_not_overdue(
    text: str, silent: tuple[str, ...], codes: set[tuple[str, str]]
) -> None:
    rows = [row | {"danger": "present"} for row in case_rows()[:1]]
    case = audited(rows, home=handbook(referral=text), not_logged=silent)
    assert {*found(case)} == codes
    assert case.answers["time"] == ("broken" if codes else "cannot_tell")
