"""Who may sit together, against every way to fill the seats."""

from collections.abc import Iterator
from itertools import combinations, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.proofs.kinds.meeting import Meeting
from katch_protocols.proofs.kinds.people import Candidates, Person
from katch_protocols.proofs.kinds.teams import Alternatives, Team

PEOPLE = tuple(Person(post, n, frozenset({post})) for post in "xy" for n in range(2))
NOBODY = frozenset[str | None]()


@st.composite
def ways(draw: st.DrawFn) -> Team:
    some = st.sets(st.sampled_from(PEOPLE), max_size=3).map(frozenset)
    seats = draw(st.lists(some, min_size=1, max_size=3))
    trained = draw(st.none() | st.just(frozenset(PEOPLE[1:3])))
    return Team(
        tuple(Candidates(each, NOBODY) for each in seats),
        draw(st.integers(1, len(seats))),
        tuple(Candidates(each & trained, NOBODY) for each in seats) if trained else (),
    )


duties = st.lists(ways(), min_size=1, max_size=2).map(tuple)
sides = st.lists(duties, min_size=1, max_size=2)


def sittings(team: Team) -> Iterator[frozenset[Person]]:
    """Yield everybody who sits, for every way to fill enough seats."""
    rest = range(1, len(team.seats))
    for more in range(team.sitting - 1, len(team.seats)):
        for seats in combinations(rest, more):
            every = (0, *seats)
            for people in permutations(PEOPLE, len(every)):
                filled = [*zip(every, people, strict=True)]
                if not all(who in team.seats[at].people for at, who in filled):
                    continue
                if not team.trained or any(
                    who in team.trained[at].people for at, who in filled
                ):
                    yield frozenset(people)


def chosen(side: list[Alternatives]) -> list[tuple[frozenset[Person], ...]]:
    """Return every choice of who sits for the duties of one side."""
    each = [{s for team in duty for s in sittings(team)} for duty in side]
    return list(product(*each))


@settings(max_examples=60, deadline=None)
@given(firsts=sides, others=sides)
def test_a_meeting_is_that_of_every_choice(
    firsts: list[Alternatives], others: list[Alternatives]
) -> None:
    meeting = Meeting(firsts, others)
    choices = [*product(chosen(firsts), chosen(others))]
    shared = [[one & other for one in f for other in o] for f, o in choices]

    assert meeting.can_be_apart() == any(not any(each) for each in shared)
    assert meeting.can_meet() == any(all(each) for each in shared)
    if choices:
        assert meeting.may_share() == any(any(each) for each in shared)
        assert meeting.must_meet() == all(all(each) for each in shared)


@settings(max_examples=60, deadline=None)
@given(firsts=sides, others=sides)
def test_agencies_take_any_number_of_seats(
    firsts: list[Alternatives], others: list[Alternatives]
) -> None:
    def of_agencies(duty: Alternatives) -> Alternatives:
        return tuple(
            Team(
                tuple(
                    Candidates(frozenset(), frozenset(p.post for p in seat.people))
                    for seat in team.seats
                ),
                team.sitting,
            )
            for team in duty
        )

    def told(side: list[Alternatives]) -> list[list[frozenset[str | None]]]:
        return [
            [
                frozenset(bodies)
                for team in duty
                for more in range(team.sitting - 1, len(team.seats))
                for seats in combinations(team.seats[1:], more)
                for bodies in product(*(s.crowds for s in (team.seats[0], *seats)))
            ]
            for duty in side
        ]

    sides = [[of_agencies(duty) for duty in side] for side in (firsts, others)]
    meeting = Meeting(*sides, agencies=True)
    every = [[*product(*told(side))] for side in sides]
    shared = [
        [bool(one & other) for one in f for other in o] for f, o in product(*every)
    ]
    assert meeting.can_be_apart() == any(not any(each) for each in shared)
    if shared:
        assert meeting.may_share() == any(any(each) for each in shared)
