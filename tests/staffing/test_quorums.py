"""Whether a region can staff a quorum, against seating its people by hand."""

from collections.abc import Iterator
from itertools import combinations, permutations

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
def posts(draw: st.DrawFn) -> dict[str, tuple[frozenset[str], int, int]]:
    """Draw desks: the roles, how many people, how many of them trained."""
    roles = st.sets(st.sampled_from(sorted({*MEMBERS, *DOERS})), min_size=1, max_size=2)
    found = {}
    for number in range(draw(st.integers(2, 4))):
        people = draw(st.integers(0, 2))
        some = frozenset(draw(roles))
        found[f"desk_{number}"] = some, people, draw(st.integers(0, people))
    return found


def made(
    desks: dict[str, tuple[frozenset[str], int, int]],
    quorum: int,
    doer: str,
    *,
    trained: bool,
    tied: str,
) -> Handbook:
    """Return the handbook; whoever has no desk is nobody there."""
    held = {role for roles, _, _ in desks.values() for role in roles}
    unbound = sorted({*MEMBERS, *DOERS} - held)
    bound = "".join(f"  {role}: {{unbound: Nobody}}\n" for role in unbound)
    lines = "".join(
        f"  {name}: {{title: Desk, roles: [{', '.join(sorted(roles))}], "
        f"people: {people}, qualified: {{child_interviewing: {able}}}}}\n"
        for name, (roles, people, able) in desks.items()
    )
    panel = FILES["roles.yaml"].replace(
        "members: [caseworker, duty_officer, nurse, teacher]",
        f"members: [{', '.join(MEMBERS)}]",
    )
    demand = "qualified: child_interviewing, " if trained else ""
    return book(
        roles=panel.replace("quorum: 3", f"quorum: {quorum}"),
        regions__north="region: north\ntitle: North\n"
        + (f"roles:\n{bound}" if bound else "")
        + f"posts:\n{lines}",
        referral=PROTOCOL.format(doer=doer, trained=demand),
        safeguards=SAFEGUARDS.format(people=tied),
    )


def people_of(
    desks: dict[str, tuple[frozenset[str], int, int]],
) -> list[tuple[frozenset[str], bool]]:
    """Return everybody: the roles of each, and whether they are trained."""
    return [
        (roles, number < able)
        for roles, count, able in desks.values()
        for number in range(count)
    ]


def sittings(
    people: list[tuple[frozenset[str], bool]], quorum: int
) -> Iterator[frozenset[int]]:
    """Yield who sits, for every way to fill so many seats, the chair's first."""
    for others in combinations(MEMBERS[1:], quorum - 1):
        for who in permutations(range(len(people)), quorum):
            seats = zip((MEMBERS[0], *others), who, strict=True)
            if all(role in people[one][0] for role, one in seats):
                yield frozenset(who)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    posts(),
    st.integers(2, 4),
    st.sampled_from(DOERS),
    st.booleans(),
    st.sampled_from(["different people", "the same person"]),
)
def test_a_quorum_is_staffed_exactly_if_people_can_be_seated(
    desks, quorum, doer, trained, tied
) -> None:
    handbook = made(desks, quorum, doer, trained=trained, tied=tied)
    people = people_of(desks)
    # At least the quorum sits; more of them only helps somebody who is trained.
    ways = [
        who
        for count in range(quorum, len(MEMBERS) + 1)
        for who in sittings(people, count)
        if not trained or any(people[one][1] for one in who)
    ]
    alone = [one for one, (roles, _) in enumerate(people) if doer in roles]
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
