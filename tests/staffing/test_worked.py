"""Worked examples: what a small place lacks, and what one more would bring."""

import sys

import pytest

from katch_protocols.errors import UnknownNameError
from katch_protocols.files.read import read_texts
from katch_protocols.staffing import pattern_solver
from katch_protocols.staffing.answers import Improvement
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.staff import changed, gains, staff
from katch_protocols.staffing.urgency import closed_minutes
from tests.rules.saltmarsh import FILES
from tests.staffing.worlds import REGION, ROLES, book, desk, desk_of, region

END = "  closed: {title: Closed, final: true, outcome: protected}\n"
HEAD = (
    "protocol: referral\ntitle: Referral\nvalid_from: 2026-01-01\ninitial: reported\n"
)


def protocol(acts: str, *, limit: str = "", safeguards: str = "") -> str:
    """Write a protocol of one state whose acts lead to its end or stay."""
    within = f"    within: {limit}\n" if limit else ""
    return (
        f"{HEAD}states:\n  reported:\n    title: Reported\n    held_by: duty_officer\n"
        f"{within}    activities:\n{acts}{END}"
        + (f"safeguards:\n{safeguards}" if safeguards else "")
    )


def post(people: int, more: str = "", name: str = "harbour_desk") -> str:
    return f"  {name}: {{title: Desk, roles: [duty_officer], people: {people}{more}}}\n"


SAFE = "      make_safe: {title: Make safe, by: duty_officer, to: closed}\n"
HEAR = (
    "      hear: {title: Hear, by: duty_officer, qualified: child_interviewing,"
    " to: closed}\n"
)
TOLD = (
    "      hear: {title: Hear, by: duty_officer, together_with: interpreter,"
    " to: closed}\n"
)


def kinds(found) -> list[list[DemandKind]]:
    return [[part.kind for part in found.said(clash)] for clash in found.clashes]


@pytest.mark.parametrize(
    ("limit", "is_late"),
    [
        ("30 minutes", True),
        ("24 hours", True),
        ("72 hours", True),
        ("5 days", True),
        ("6 days", False),
        ("2 weeks", False),
        ("1 month", False),
        ("1 working day", False),
        ("", False),
    ],
)
def test_a_limit_that_can_end_on_free_days_demands_duty_at_all_hours(limit, is_late):
    found = desk_of(protocol(SAFE, limit=limit), region(post(4)))
    assert kinds(found) == ([[DemandKind.HELD, DemandKind.ON_DUTY]] if is_late else [])
    assert not desk_of(
        protocol(SAFE, limit=limit), region(post(1, ", cover: always"))
    ).clashes


def test_five_free_days_and_six_nights_are_the_longest_time_that_is_closed():
    """Nauryz moved next to a weekend; so many hours from 18:00 to 9:00."""
    assert closed_minutes("KZ", 2026) == (5 * 24 + 15) * 60
    assert closed_minutes(None, 2026) == (2 * 24 + 15) * 60


def test_the_limit_of_a_state_around_counts_too():
    text = (
        f"{HEAD}states:\n  reported:\n    title: Reported\n    held_by: duty_officer\n"
        "    within: 3 hours\n    initial: inner\n    states:\n      inner:\n"
        "        title: Inner\n        activities:\n"
        "          make_safe: {title: Make safe, by: duty_officer, to: closed}\n" + END
    )
    (clash,) = (found := desk_of(text, region(post(2)))).clashes
    assert found.said(clash)[1].limit == "3 hours"


def test_who_receives_a_handover_must_be_there_in_its_time():
    acts = (
        "      send: {title: Send, by: duty_officer, to: closed,"
        " handover: {to: caseworker, within: 24 hours}}\n"
    )
    desks = post(2) + "  cases: {title: Cases, roles: [caseworker], people: 2}\n"
    (clash,) = (found := desk_of(protocol(acts), region(desks))).clashes
    assert found.activities(clash) == ("acknowledge_send",)


def test_an_untrained_desk_is_a_gap_and_one_trained_person_closes_it():
    handbook = book(protocol(HEAR), region(post(4)))
    found = staff(handbook, REGION)
    (clash,) = found.protocols["referral"].clashes
    assert [part.kind for part in clash] == [DemandKind.HELD, DemandKind.TRAINED]
    (training,) = found.training
    assert training.is_gap
    assert (training.people, training.trained) == (4, 0)
    (gain,) = found.protocols["referral"].gains
    assert gain.more.change is Improvement.TRAINED
    assert gain.activities == ("hear",)
    after = staff(changed(handbook, REGION, gain.more), REGION)
    assert after.staffable
    assert not after.training[0].is_gap


def test_a_second_trained_person_frees_the_first():
    found = desk_of(
        protocol(HEAR), region(post(4, ", qualified: {child_interviewing: 1}"))
    )
    assert [each.post for each in found.thin] == ["harbour_desk"]
    (gain,) = gains(found)
    assert (gain.more.change, gain.posts) == (Improvement.TRAINED, ("harbour_desk",))


def test_each_other_language_of_children_needs_somebody_who_speaks_it():
    languages = "languages: [en, uz, tg]\n"
    speaking = (
        "  languages: {title: Tongues, roles: [interpreter], people: 2,"
        " languages: [uz]}\n"
    )
    found = desk_of(protocol(TOLD), region(post(2) + speaking, languages))
    (clash,) = found.clashes
    assert [(part.kind, part.name) for part in found.said(clash)] == [
        (DemandKind.HELD, None),
        (DemandKind.SPOKEN, "tg"),
    ]
    (gain,) = gains(found)
    assert (gain.more.change, gain.more.name) == (Improvement.LANGUAGE, "tg")


def test_whoever_does_it_and_whoever_takes_part_are_two_people():
    acts = (
        "      look: {title: Look, by: duty_officer, together_with: caseworker,"
        " to: closed}\n"
    )
    both = "  d: {title: D, roles: [duty_officer, caseworker], people: %d}\n"
    found = desk_of(protocol(acts), region(both % 1))
    assert kinds(found) == [[DemandKind.HELD, DemandKind.HELD, DemandKind.TOGETHER]]
    assert not desk_of(protocol(acts), region(both % 2)).clashes


THREE = (
    "      look: {title: Look, by: duty_officer}\n"
    "      judge: {title: Judge, by: duty_officer}\n"
    "      review: {title: Review, by: duty_officer, to: closed}\n"
)
APART = (
    "  first: {rule: look and judge by different people, source: [harbour_act]}\n"
    "  second: {rule: judge and review by different people, source: [harbour_act]}\n"
    "  third: {rule: look and review by different people, source: [harbour_act]}\n"
)


def test_three_duties_for_three_people_clash_where_there_are_two():
    text = protocol(THREE, safeguards=APART)
    found = desk_of(text, region(post(2)))
    (clash,) = found.clashes
    assert sorted(part.name or "" for part in found.said(clash)) == [
        "",
        "",
        "",
        "first",
        "second",
        "third",
    ]
    (gain,) = gains(found)
    assert gain.more.change is Improvement.PERSON
    assert not desk_of(text, region(post(3))).clashes


def test_a_documented_exception_ends_the_demand():
    rule = "look and judge by different people unless closed / stand_in"
    told = f"  first: {{rule: {rule}, source: [harbour_act]}}\n"
    plain = protocol(THREE, safeguards=told.replace(" unless closed / stand_in", ""))
    assert desk_of(plain, region(post(1))).clashes
    first = (
        f"{HEAD}states:\n  reported:\n    title: Reported\n    held_by: duty_officer\n"
        "    activities:\n"
        "      stand_in: {title: Stand in, by: duty_officer, to: looked}\n"
        "  looked:\n    title: Looked\n    held_by: duty_officer\n    activities:\n"
        f"{THREE}{END}safeguards:\n{told}"
    )
    assert not desk_of(first, region(post(1))).clashes


def test_an_exception_that_need_not_happen_ends_no_demand():
    acts = f"{THREE}      spare: {{title: Spare, by: duty_officer}}\n"
    rule = "look and judge by different people unless spare"
    told = f"  first: {{rule: {rule}, source: [harbour_act]}}\n"
    found = desk_of(protocol(acts, safeguards=told), region(post(1)))
    (clash,) = found.clashes
    assert {part.name for part in found.said(clash)} == {None, "first"}


@pytest.mark.parametrize("by", ["line_manager, panel", "panel, line_manager"])
@pytest.mark.parametrize(
    ("officers", "caseworkers", "managers", "is_staffed"),
    [
        (0, 0, 1, True),
        (1, 1, 0, True),
        (1, 1, 1, True),
        (0, 2, 0, False),  # one seat each
        (2, 0, 0, False),  # nobody chairs
    ],
)
def test_a_panel_may_do_it_where_nobody_holds_the_role_beside_it(
    by, officers, caseworkers, managers, is_staffed
):
    acts = f"      judge: {{title: Judge, by: [{by}], to: closed}}\n"
    desks = {"duty_officer": officers, "caseworker": caseworkers}
    lines = [
        f"  {role}_desk: {{title: Desk, roles: [{role}], people: {people}}}\n"
        for role, people in {**desks, "line_manager": managers}.items()
    ]
    found = desk_of(protocol(acts), region("".join(lines)))
    assert (not found.clashes) is is_staffed


def test_one_more_post_is_asked_for_whole_days_only_where_it_has_none():
    text = protocol(SAFE, limit="30 minutes")
    (gain,) = gains(desk_of(text, region(post(4))))
    assert gain.more.change is Improvement.ALWAYS
    always = post(1, ", cover: always") + post(1, name="other_desk")
    assert not desk_of(text, region(always)).clashes


def test_duties_of_two_ways_that_never_meet_do_not_clash():
    acts = (
        "      look: {title: Look, by: duty_officer, to: closed}\n"
        "      judge: {title: Judge, by: duty_officer, to: closed}\n"
    )
    rule = "{rule: look and judge by different people, source: [harbour_act]}"
    found = desk_of(protocol(acts, safeguards=f"  first: {rule}\n"), region(post(1)))
    (component,) = found.board.components
    assert found.board.answer(component).plan is None
    assert found.clashes == ()


def test_only_the_listed_role_may_do_it():
    acts = "      look: {title: Look, by: [duty_officer, caseworker], to: closed}\n"
    rule = "  first: {rule: only caseworker does look, source: [harbour_act]}\n"
    desks = post(2) + "  cases: {title: Cases, roles: [caseworker], people: 0}\n"
    found = desk_of(protocol(acts, safeguards=rule), region(desks))
    assert kinds(found) == [[DemandKind.HELD, DemandKind.ONLY]]


def test_a_role_that_a_sentence_adds_must_be_staffed():
    rule = "  first: {rule: make_safe with caseworker, source: [harbour_act]}\n"
    nobody = "roles:\n  caseworker: {unbound: Nobody yet}\n"
    found = desk_of(protocol(SAFE, safeguards=rule), region(post(2), nobody))
    ((part,),) = [found.said(clash) for clash in found.clashes]
    assert (part.activities, part.roles, part.nobody) == (
        ("make_safe",),
        ("caseworker",),
        True,
    )


def test_two_desks_bear_the_absence_of_one_and_not_of_both():
    answer = staff(book(protocol(SAFE), region(post(1) + post(1, "", "b"))), REGION)
    found = answer.protocols["referral"]
    assert found.posts == (("b", "harbour_desk"),)
    assert found.resilience == 1
    assert found.agencies == (("harbour_police",),)
    assert found.single_points == ()


def test_a_role_without_a_post_is_named_and_taken_to_be_staffed():
    answer = staff(book(protocol(SAFE, limit="1 hour"), region("")), REGION)
    assert answer.staffable
    assert not answer.has_posts
    assert answer.uncounted == ("duty_officer",)


def test_a_name_that_is_not_there_offers_the_nearest():
    handbook = book(protocol(SAFE), region(post(1)))
    with pytest.raises(UnknownNameError) as caught:
        staff(handbook, "north_shor")
    assert caught.value.near == (REGION,)
    with pytest.raises(UnknownNameError):
        staff(handbook, REGION, only="refferal")


def test_an_answer_is_the_same_each_time():
    texts = protocol(THREE, safeguards=APART), region(post(2))
    one, other = (staff(book(*texts), REGION).to_json() for _ in range(2))
    assert one == other
    assert desk(book(*texts)).answer() == desk(book(*texts)).answer()


def test_a_search_that_gives_up_is_told(monkeypatch):
    """Seven duties for six people, no solver, and a search of one try."""
    names = "abcdefg"
    acts = "".join(
        f"      do_{name}: {{title: Do {name}, by: duty_officer"
        f"{', to: closed' if name == 'g' else ''}}}\n"
        for name in names
    )
    rules = "".join(
        f"  s_{one}{other}: {{rule: do_{one} and do_{other} by different people,"
        " source: [harbour_act]}\n"
        for one in names
        for other in names
        if one < other
    )
    handbook = book(protocol(acts, safeguards=rules), region(post(6)))
    assert not desk(handbook).answer().staffable
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    monkeypatch.setattr(pattern_solver.solve, "__kwdefaults__", {"most": 1})
    found = desk(handbook).answer()
    assert not found.decided
    assert (found.clashes, found.staffable, found.resilience) == ((), False, None)
    assert not found.to_json()["decided"]


def test_an_agency_is_missed_in_the_role_that_it_alone_holds():
    """The desk also plays a role that another agency could hold; that helps nobody."""
    acts = SAFE + "      told: {title: Told, by: caseworker}\n"
    desks = "  d: {title: D, roles: [duty_officer, caseworker], people: 2}\n"
    found = staff(book(protocol(acts), region(desks)), REGION).protocols["referral"]
    assert found.agencies == (("harbour_police",), ("welfare_office",))


def test_a_sentence_about_something_measured_binds_whoever_does_what_counts():
    acts = (
        "      ask: {title: Ask, by: duty_officer, counts_as: interview}\n"
        "      make_safe: {title: Make safe, by: duty_officer, to: closed}\n"
    )
    rule = "interview and make_safe by different people"
    safeguards = f"  apart: {{rule: {rule}, source: [harbour_act]}}\n"
    measured = "measured:\n  interview: {title: The child is questioned}\n"
    text = protocol(acts, safeguards=safeguards)
    handbook = read_texts(
        {
            **FILES,
            "handbook.yaml": FILES["handbook.yaml"] + measured,
            "roles.yaml": ROLES,
            "referral.yaml": text,
            f"regions/{REGION}.yaml": region(post(1)),
        }
    ).sound()
    ((*_, last),) = kinds(desk(handbook))
    assert last is DemandKind.DIFFERENT_PEOPLE
