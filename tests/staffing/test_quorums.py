"""Whether a region can staff a quorum, against seating its people by hand."""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check
from katch_protocols.staffing.seats import filled
from katch_protocols.staffing.workforce import People
from tests.quorum import FILES, book
from tests.staffing.worlds import desk

MEMBERS = ("caseworker", "duty_officer", "nurse", "nurse")
"""The seats, the chair's first; the nurse has two."""
DOERS = ("caseworker", "nurse", "teacher")
VOICE = "interprets: true"


class Desk(NamedTuple):
    """People of a post, the trained ones first; who ``speaks`` knows the language."""

    roles: frozenset[str]
    people: int
    trained: int
    speaks: bool


PROTOCOL = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: a
states:
  a:
    title: A
    held_by: caseworker
    activities:
      decide: {{title: Decide, by: case_panel, {trained}to: b}}
  b:
    title: B
    held_by: caseworker
    activities:
      review: {{title: Review, by: {doer}, to: c}}
  c: {{title: C, final: true, outcome: protected}}
"""
SAFEGUARDS = """
safeguards:
  tied: {{rule: decide and review by {people}, source: harbour_act}}
"""


@st.composite
def posts(draw: st.DrawFn) -> dict[str, Desk]:
    """Draw desks: the roles, how many people, how many trained, whether they speak."""
    roles = st.sets(st.sampled_from(sorted({*MEMBERS, *DOERS})), min_size=1, max_size=2)
    found = {}
    for number in range(draw(st.integers(2, 4))):
        people = draw(st.integers(0, 2))
        some = frozenset(draw(roles))
        trained, speaks = draw(st.integers(0, people)), draw(st.booleans())
        found[f"desk_{number}"] = Desk(some, people, trained, speaks)
    return found


def made(  # noqa: PLR0913 - what a region, a panel and a sentence can be
    desks: dict[str, Desk],
    quorum: int,
    doer: str,
    *,
    trained: bool,
    tied: str,
    interprets: str | None = None,
) -> Handbook:
    """Return the handbook; whoever has no desk is nobody there."""
    held = {role for desk in desks.values() for role in desk.roles}
    unbound = sorted({*MEMBERS, *DOERS} - held)
    bound = "".join(f"  {role}: {{unbound: Nobody}}\n" for role in unbound)
    lines = "".join(
        f"  {name}: {{title: Desk, roles: [{', '.join(sorted(each.roles))}], "
        f"people: {each.people}, qualified: {{child_interviewing: {each.trained}}}"
        + (", languages: [uz]" if each.speaks else "")
        + "}\n"
        for name, each in desks.items()
    )
    panel = FILES["roles.yaml"].replace(
        "members: [caseworker, duty_officer, nurse, teacher]",
        f"members: [{', '.join(MEMBERS)}]",
    )
    if interprets is not None:
        panel = panel.replace(f"  {interprets}: {{", f"  {interprets}: {{{VOICE}, ")
        panel = panel.replace(f"  {interprets}:\n", f"  {interprets}:\n    {VOICE}\n")
    demand = "qualified: child_interviewing, " if trained else ""
    return book(
        roles=panel.replace("quorum: 3", f"quorum: {quorum}"),
        regions__north="region: north\ntitle: North\nlanguages: [en, uz]\n"
        + (f"roles:\n{bound}" if bound else "")
        + f"posts:\n{lines}",
        referral=PROTOCOL.format(doer=doer, trained=demand),
        safeguards=SAFEGUARDS.format(people=tied),
    )


def people_of(desks: dict[str, Desk]) -> list[tuple[frozenset[str], bool, bool]]:
    """Return everybody: the roles of each, whether they are trained and speak."""
    return [
        (each.roles, number < each.trained, each.speaks)
        for each in desks.values()
        for number in range(each.people)
    ]


def sittings(
    people: list[tuple[frozenset[str], bool, bool]], quorum: int
) -> Iterator[dict[int, str]]:
    """Yield who sits as what, for every way to fill so many seats with the chair's."""
    for others in combinations(MEMBERS[1:], quorum - 1):
        for who in permutations(range(len(people)), quorum):
            seats = dict(zip(who, (MEMBERS[0], *others), strict=True))
            if all(role in people[one][0] for one, role in seats.items()):
                yield seats


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    desks=posts(),
    quorum=st.integers(2, 4),
    doer=st.sampled_from(DOERS),
    trained=st.booleans(),
    tied=st.sampled_from(["different people", "the same person"]),
    interprets=st.sampled_from([None, None, *dict.fromkeys(MEMBERS)]),
)
def test_a_quorum_is_staffed_exactly_if_people_can_be_seated(  # noqa: PLR0913
    desks, quorum, doer, *, trained, tied, interprets
) -> None:
    handbook = made(
        desks, quorum, doer, trained=trained, tied=tied, interprets=interprets
    )
    people = people_of(desks)
    # At least the quorum sits; more of them only helps somebody who is trained, and
    # somebody who interprets: in one of the seats of that role the language is spoken.
    ways = [
        who
        for count in range(quorum, len(MEMBERS) + 1)
        for who in sittings(people, count)
        if not trained or any(people[one][1] for one in who)
        if interprets is None
        or any(role == interprets and people[one][2] for one, role in who.items())
    ]
    alone = [
        one
        for one, (roles, _, speaks) in enumerate(people)
        if doer in roles and (speaks or doer != interprets)
    ]
    # Bound to one person: somebody who sits.
    apart = tied == "different people"
    expected = any((one not in who) is apart for who in ways for one in alone)
    found = desk(handbook, place="north")
    assert (not found.clashes) is expected

    seated = [len(w) for n in range(1, 5) for w in sittings(people, n)]
    seats = filled(
        handbook.roles["case_panel"], People("north", found.holders, crowd=9)
    )
    sits = seats.has_chair and seats.count >= quorum
    assert sits is (max(seated, default=0) >= quorum)
    rules = {
        each.rule
        for each in check(handbook)
        if dict(each.facts).get("region") == "north"
        and dict(each.facts).get("panel") == "case_panel"
    }
    assert ("panel-cannot-sit" in rules) is not sits
