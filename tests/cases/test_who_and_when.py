"""Sentences about people and times, row by row: whom a live case allows what.

The expected answers are from the page of the language: *Safeguards*, *Panels*, *Settled
points*.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.request import Actor
from katch_protocols.errors import ActivityRefusedError, ConflictError, InstantError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Waiver
from katch_protocols.refusals import Need, Refusal
from katch_protocols.sentences.text import parse_safeguard
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import HOUR, NOW, PEOPLE, bound_by
from tests.making import make_handbook, make_protocol

WHO = {person.token: person for person in PEOPLE}

STATES = {
    "work": {
        "activities": {
            "a": {"by": ("officer", "nurse")},
            "b": {"by": ("officer", "nurse")},
            "both": {"by": "officer", "counts_as": ("heard", "safe")},
            "say": {"records": ("d",)},
            "judge": {"by": "case_panel"},
            "tell": {"sets": {"d": "yes"}, "to": "home"},
            "again": {"to": "resume home"},
            "move": {"counts_as": ("seen",), "to": "home"},
        }
    },
    "home": {
        "initial": "room",
        "states": {"room": {"counts_as": ("seen",), "activities": {"rest": {}}}},
        "activities": {"out": {"to": "work"}, "close": {"to": "closed"}},
    },
    "closed": {"final": True, "outcome": "done"},
}


def book(*sentences: str) -> Handbook:
    protocol = make_protocol(
        {"states": STATES, "facts": {"d": ("yes", "no")}}, name="first"
    )
    made = make_handbook(protocol, measured=("heard", "safe", "seen"))
    return bound_by(made, [parse_safeguard(each) for each in sentences])


def opened(made: Handbook, at: datetime = NOW) -> Case:
    return open_case(made.protocols["first"], reference="c-1", region=None, at=at)


def do(case: Case, step: str, at: datetime | None = None) -> None:
    """Take a step that is written ``activity who partner …`` or ``say=yes who``."""
    name, by, *others = step.split()
    name, _, value = name.partition("=")
    case.do(
        name,
        by=WHO[by],
        at=at or case.last,
        together_with=[WHO[each] for each in others],
        records={"d": value} if value else {},
    )


def refused(case: Case, step: str, at: datetime | None = None) -> Refusal:
    with pytest.raises(ActivityRefusedError) as caught:
        do(case, step, at)
    return caught.value.refusal


PEOPLE_ROWS: list[tuple[str, list[str], str, Need | None]] = [
    # One step that is both is done by one person, of one agency.
    ("heard and safe by different people", [], "both officer-0", Need.SEPARATION),
    (
        "heard and safe by different agencies",
        [],
        "both officer-0",
        Need.AGENCY_SEPARATION,
    ),
    ("heard and safe by the same person", [], "both officer-0", None),
    (
        "heard and safe by the same person",
        ["both officer-0"],
        "both officer-1",
        Need.BINDING,
    ),
    # Where the sentence says nothing, nobody is refused and nobody must take part.
    ("only teacher does a where d is yes", [], "a officer-0", None),
    (
        "only teacher does a where d is yes",
        ["say=yes officer-0"],
        "a officer-0",
        Need.ONLY,
    ),
    ("only teacher does a unless b", [], "a officer-0", Need.ONLY),
    ("only teacher does a unless b", ["b nurse-0"], "a officer-0", None),
    ("a with teacher where d is yes", [], "a officer-0", None),
    (
        "a with teacher where d is yes",
        ["say=yes officer-0"],
        "a officer-0",
        Need.PARTNER,
    ),
    ("a with teacher unless b", [], "a officer-0", Need.PARTNER),
    ("a with teacher unless b", ["b nurse-0"], "a officer-0", None),
    # ``where``: an act is seen with the facts before it, an entry with those after.
    ("only teacher does say where d is yes", [], "say=yes officer-0", None),
    (
        "only teacher does say where d is yes",
        ["say=yes officer-0"],
        "say=no officer-0",
        Need.ONLY,
    ),
    ("only teacher does home where d is yes", [], "tell officer-0", Need.ONLY),
    ("only teacher does home where d is yes", [], "move officer-0", None),
    # What is taken up again brings no exception that was not there.
    (
        "only teacher does rest unless b",
        ["move officer-0", "out officer-0", "again officer-0"],
        "rest officer-0",
        Need.ONLY,
    ),
    ("only teacher does rest unless room", ["move officer-0"], "rest officer-0", None),
    # Of a panel everybody who sits must be named, or the panel itself.
    ("only case_panel does judge", [], "judge nurse-0 officer-0", None),
    ("only nurse does judge", [], "judge nurse-0 officer-0", Need.ONLY),
    ("only clinic does judge", [], "judge nurse-0 officer-0", Need.ONLY),
    ("only nurse / officer does judge", [], "judge nurse-0 officer-0", None),
    ("only nurse / police does judge", [], "judge nurse-0 officer-0", None),
    ("only nurse / officer does judge", [], "judge nurse-0 teacher-0", Need.ONLY),
    # Whoever sits has acted: the one who is bound, or one who must not.
    (
        "a and judge by the same person",
        ["a officer-0"],
        "judge nurse-0 officer-0",
        None,
    ),
    (
        "a and judge by the same person",
        ["a officer-0"],
        "judge nurse-0 officer-1",
        Need.BINDING,
    ),
    (
        "a and judge by different people",
        ["a officer-0"],
        "judge nurse-0 officer-0",
        Need.SEPARATION,
    ),
    (
        "a and judge by different agencies",
        ["a officer-0"],
        "judge nurse-0 officer-1",
        Need.AGENCY_SEPARATION,
    ),
    (
        "a and judge by different agencies",
        ["a officer-0"],
        "judge nurse-0 teacher-0",
        None,
    ),
]


@pytest.mark.parametrize(("sentence", "before", "step", "need"), PEOPLE_ROWS)
def test_who_may_do_it(
    sentence: str, before: Sequence[str], step: str, need: Need | None
) -> None:
    case = opened(book(sentence))
    for each in before:
        do(case, each)
    if need is None:
        do(case, step)
    else:
        assert refused(case, step).needs == (need,)


def test_the_chair_may_ask_before_it_is_known_who_sits() -> None:
    case = opened(
        book("a and judge by the same person", "only nurse / officer does judge")
    )
    do(case, "a officer-0")
    assert "judge" in case.possible(by=WHO["nurse-0"])
    assert "judge" not in case.possible(by=WHO["teacher-0"])
    (could,) = refused(case, "judge teacher-0").could
    assert (could.role, could.agencies) == ("nurse", ("clinic",))


def test_the_agency_of_whoever_lent_the_role_has_acted_too() -> None:
    made = book("a and b by different agencies")
    officer = made.roles["officer"].model_copy(update={"agencies": ("police", "court")})
    agencies = {**made.agencies, "court": made.agencies["police"]}
    roles = {**made.roles, "officer": officer}
    case = opened(made.model_copy(update={"roles": roles, "agencies": agencies}))
    judge = Actor("judge-0", roles=["officer"], agency="court", region=None)
    until = NOW + HOUR
    case.stand_in(by=judge, deputy="clerk-0", role="officer", until=until, at=NOW)
    clerk = Actor("clerk-0", roles=[], agency="police", region=None)
    assert case.do("a", by=clerk, at=NOW).on_behalf_of == "judge-0"
    for body in ("police", "court"):
        other = Actor("other-0", roles=["officer"], agency=body, region=None)
        with pytest.raises(ActivityRefusedError) as caught:
            case.do("b", by=other, at=NOW)
        assert caught.value.refusal.needs == (Need.AGENCY_SEPARATION,)
    do(case, "b nurse-0")


@pytest.mark.parametrize(
    ("others", "lacking"),
    [
        ("", "nurse / teacher"),
        ("nurse-0", "teacher"),
        ("teacher-0", "nurse"),
        ("nurse-0 nurse-1", None),
        ("teacher-0 nurse-0", None),
        ("teacher-0 teacher-1", "nurse"),
    ],
)
def test_who_could_fill_two_places_fills_one_of_them(
    others: str, lacking: str | None
) -> None:
    """A nurse may be there as either; a place that is filled stays so."""
    made = book("a with nurse", "a with teacher")
    teacher = made.roles["teacher"].model_copy(
        update={"agencies": ("school", "clinic")}
    )
    case = opened(made.model_copy(update={"roles": {**made.roles, "teacher": teacher}}))
    if lacking is None:
        do(case, f"a officer-0 {others}")
    else:
        unmet = refused(case, f"a officer-0 {others}").unmet[0]
        assert (unmet.need, unmet.facts["roles"]) == (Need.PARTNER, lacking)


@pytest.mark.parametrize(
    ("sentence", "need"),
    [
        ("b at least 3 hours after a", Need.EARLY),
        ("only nurse does b", Need.ONLY),
        ("a and b by different people", Need.SEPARATION),
    ],
)
def test_a_waiver_ends_with_its_day(sentence: str, need: Need) -> None:
    made = book(sentence)
    waiver = Waiver(reason=made.title, by="police", until=date(2026, 1, 5))
    protocol = made.protocols["first"].model_copy(update={"waivers": {"g0": waiver}})
    made = made.model_copy(
        update={"protocols": {"first": protocol}, "timezone": "Asia/Almaty"}
    )
    midnight = datetime(2026, 1, 5, 19, tzinfo=UTC)
    case = opened(made, midnight - HOUR)
    do(case, "a officer-0")
    do(case, "b officer-0", midnight - timedelta(microseconds=1))
    assert case.events[-1].deed.waived == ("g0",)
    assert refused(case, "b officer-0", midnight).needs == (need,)


@pytest.mark.parametrize(
    ("sentence", "before", "step", "is_early"),
    [
        ("say at least 3 hours after a where d is yes", [], "say=yes", False),
        ("say at least 3 hours after a where d is yes", ["say=yes"], "say=no", True),
        ("home at least 3 hours after a where d is yes", [], "tell", True),
        ("home at least 3 hours after a where d is yes", [], "move", False),
        ("rest at least 3 hours after a unless b", ["move"], "rest", True),
        (
            "rest at least 3 hours after a unless b",
            ["move", "out", "again"],
            "rest",
            True,
        ),
        ("rest at least 3 hours after a unless b", ["b", "move"], "rest", False),
    ],
)
def test_what_is_early(
    sentence: str, before: Sequence[str], step: str, is_early: bool
) -> None:
    case = opened(book(sentence))
    for each in ("a", *before):
        do(case, f"{each} officer-0")
    if is_early:
        found = refused(case, f"{step} officer-0", NOW + 2 * HOUR)
        assert found.needs == (Need.EARLY,)
        do(case, f"{step} officer-0", NOW + 3 * HOUR)
    else:
        do(case, f"{step} officer-0")


def test_what_is_measured_counts_once_in_a_step_where_it_is_first() -> None:
    # The child is seen as it moves; the state that counts too comes after.
    case = opened(book("seen at least 3 hours after home"))
    do(case, "move officer-0")
    assert case.now.states == ("home", "home.room")


def test_who_holds_no_office_acts_for_no_agency() -> None:
    made = book("a and b by different agencies")
    roles = {
        name: role.model_copy(update={"agencies": ()}) if name != "nurse" else role
        for name, role in made.roles.items()
    }
    case = opened(made.model_copy(update={"roles": roles}))
    for name, token in (("a", "one-0"), ("b", "two-0")):
        by = Actor(token, roles=["officer"], agency=None, region=None)
        assert case.do(name, by=by, at=NOW).agency is None


def test_an_agency_acts_from_its_first_day_to_the_end_of_its_last() -> None:
    made, days = book(), {"valid_from": date(2026, 1, 3), "valid_to": date(2026, 1, 7)}
    police = made.agencies["police"].model_copy(update=days)
    agencies = {**made.agencies, "police": police}
    made = made.model_copy(update={"agencies": agencies, "timezone": "Asia/Almaty"})
    first, over = (datetime(2026, 1, day, 19, tzinfo=UTC) for day in (2, 7))
    moment = timedelta(microseconds=1)
    case = opened(made, first - HOUR)
    for at, may in ((first - moment, False), (first, True), (over - moment, True)):
        assert ("both" in case.possible(by=WHO["officer-0"], at=at)) is may
        if may:
            do(case, "both officer-0", at)
    assert refused(case, "both officer-0", over).needs == (Need.HOLDER,)
    do(case, "a nurse-0", over)


def test_a_loan_ends_at_its_instant_and_its_key_lends_once() -> None:
    case, officer, until = opened(book()), WHO["officer-0"], NOW + HOUR

    def lend(end: datetime, key: str | None = None) -> CaseEvent:
        return case.stand_in(
            by=officer, deputy="clerk-0", role="officer", until=end, at=NOW, key=key
        )

    with pytest.raises(InstantError):
        lend(NOW)
    first = lend(until, "k-1")
    assert lend(until, "k-1") == first
    with pytest.raises(ConflictError) as caught:
        lend(until + HOUR, "k-1")
    assert caught.value.refusal.needs == (Need.KEY,)
    assert case.version == 1
    clerk = Actor("clerk-0", roles=[], agency="police", region=None)
    moment = timedelta(microseconds=1)
    assert "both" in case.possible(by=clerk, at=until - moment)
    assert "both" not in case.possible(by=clerk, at=until)
    lend(NOW + moment)  # a later word on the same counts
    assert "both" not in case.possible(by=clerk, at=NOW + moment)


def test_nothing_is_lent_in_a_case_that_has_ended() -> None:
    case = opened(book())
    for step in ("move officer-0", "close officer-0"):
        do(case, step)
    with pytest.raises(ActivityRefusedError) as caught:
        case.stand_in(
            by=WHO["officer-0"],
            deputy="clerk-0",
            role="officer",
            until=NOW + HOUR,
            at=NOW,
        )
    assert Need.ENDED in caught.value.refusal.needs
