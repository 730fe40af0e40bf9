"""Nothing hidden can be reckoned: an attacker of another make tries all releases."""

import os
from random import Random

import pytest

from katch_protocols.evidence.indicators.hiding import hide
from katch_protocols.evidence.indicators.statements import (
    CasesOf,
    CellFigure,
    Inclusion,
    Rules,
    Statement,
    statement,
)
from tests.evidence.indicators.attacking import (
    THRESHOLD,
    Attacker,
    Told,
    brute_force,
    random_world,
    tell,
    tell_count,
    tell_share,
)

RULES = Rules(THRESHOLD, 5)
HEAVY = bool(os.environ.get("KATCH_HEAVY"))
SEEDS = range(10_000) if HEAVY else range(16)
World = tuple[int, int, list[list[tuple[int, int]]]]


def figures(
    world: World, *, share: bool, only: frozenset[int] | None = None
) -> list[CellFigure]:
    """Return every cell of a table; ``only`` the columns of an earlier release."""
    rows, columns, cells = world
    flat = [cell for row in cells for cell in row]
    found = []
    for atoms in dict.fromkeys(tell(rows, columns)):
        if only is not None and not {atom % columns for atom in atoms} <= only:
            continue
        cases = sum(flat[atom][0] for atom in atoms)
        part = sum(flat[atom][1] for atom in atoms)
        name = "share" if share else None
        found.append(
            CellFigure(atoms, "children", name, atoms, cases, part if share else 0)
        )
    return found


def released(
    found: list[CellFigure], earlier: list[Statement]
) -> tuple[list[Told], list[Statement]] | None:
    """Hide, and return what a reader sees, and what the library remembers of it."""
    hidden = hide(found, earlier, RULES)
    if hidden is None:
        return None
    told = []
    remembered = []
    for at, each in enumerate(found):
        shows_cases, shows_share = at not in hidden.cases, at not in hidden.shares
        cases = tell_count(each.cases) if shows_cases else None
        percent = (
            tell_share(each.part, each.cases)
            if shows_share and shows_cases and each.share
            else None
        )
        has_share = each.share is not None and each.cases > 0
        assert not shows_cases or cases is not None, "a small count is shown"
        told.append(Told(each.atoms, cases, percent, has_share))
        remembered.append(statement(each, RULES, cases=shows_cases, share=shows_share))
    return told, remembered


def attacked(world: World, told: list[Told]) -> Attacker:
    rows, columns, cells = world
    most = max(cases for row in cells for cases, _ in row) + 4 * THRESHOLD
    return Attacker(told, rows * columns, most)


BLOCK = len(SEEDS) // 8


@pytest.mark.parametrize("block", range(0, len(SEEDS), BLOCK))
def test_no_hidden_cell_can_be_told_within_less_than_the_threshold(block: int) -> None:
    for seed in SEEDS[block : block + BLOCK]:
        random = Random(seed)  # noqa: S311 - no secret
        world = random_world(random)
        share = random.random() < 0.5
        told, remembered = [], []
        if random.random() < 0.4:  # some quarters were told before the year
            only = frozenset(range(random.randint(1, world[1])))
            first = released(figures(world, share=share, only=only), [])
            assert first is not None
            told, remembered = first
        found = released(figures(world, share=share), remembered)
        if found is None:
            continue  # refused: nothing more is told
        known = attacked(world, [*told, *found[0]]).known_within(THRESHOLD)
        assert known == [], (seed, world, share, known)


def by_hand(count: int) -> int | None:
    return None if 0 < count < THRESHOLD else count


def test_what_a_handbook_writer_would_do_by_hand_fails() -> None:
    """The threshold alone: what is left can be subtracted."""
    solved = hidden = 0
    for seed in range(8):
        random = Random(seed)  # noqa: S311 - no secret
        cells = [
            [(random.choice([4, 12, 17, 26, 31]), 0) for _ in range(3)]
            for _ in range(3)
        ]
        told = [
            Told(each.atoms, by_hand(each.cases), exact=True)
            for each in figures((3, 3, cells), share=False)
        ]
        attacker = attacked((3, 3, cells), told)
        narrowest = attacker.narrowest()
        if narrowest is None:
            assert attacker.known_within(THRESHOLD) == []
        else:
            assert attacker.known_within(narrowest) == []
            assert attacker.known_within(narrowest + 1) != []
            hidden += 1
            solved += narrowest < THRESHOLD
    assert hidden >= 6
    assert solved == hidden


def test_brute_force_says_the_same_as_the_attackers_solver() -> None:
    cells = [[(4, 0), (11, 0)], [(12, 0), (3, 0)]]
    for found in (figures((2, 2, cells), share=False),):
        outcome = released(found, [])
        assert outcome is not None
        told, _ = outcome
        assert brute_force(told, 4, 24) == Attacker(told, 4, 24).narrowest()


@pytest.mark.parametrize("count", range(60))
def test_a_count_is_told_as_the_page_says(count: int) -> None:
    told = tell_count(count)
    assert RULES.is_small(count) is (told is None)
    if told is not None:
        assert RULES.rounded(count) == told
        low, high = RULES.counts(told)
        assert [n for n in range(80) if tell_count(n) == told] == [
            *range(low, high + 1)
        ]


def test_a_share_is_told_as_the_page_says() -> None:
    for cases in range(10, 60):
        for part in range(cases + 1):
            told = tell_share(part, cases)
            figure = CellFigure("x", "p", "s", frozenset({0}), cases, part)
            assert figure.hides_share(RULES) is (told is None)
            if told is not None:
                assert RULES.share(part, cases) == told


def test_nothing_is_about_no_child() -> None:
    figure = CellFigure("x", "p", "s", frozenset({0}), 0)
    hidden = hide([figure], [], RULES)
    assert hidden is not None
    assert not hidden.cases | hidden.shares


def test_another_cut_that_would_tell_a_hidden_cell_is_refused_or_hides_more() -> None:
    """North 40, south 6 of 46: the total was told, now the north is asked for."""
    both = CellFigure("both", "p", None, frozenset({0, 1}), 46)
    first = [statement(both, RULES, cases=True, share=False)]
    north = CellFigure("north", "p", None, frozenset({0}), 40)
    south = CellFigure("south", "p", None, frozenset({1}), 6)
    hidden = hide([north, south], first, RULES)
    assert hidden is not None
    assert hidden.cases == {0, 1}


def test_where_too_much_was_told_nothing_more_is_whatever_tells_of_it() -> None:
    """Both 46, the north 40: the south is 2 to 10, and no table can take that back."""
    told = [
        statement(
            CellFigure(atoms, "p", None, atoms, cases), RULES, cases=True, share=False
        )
        for atoms, cases in ((frozenset({0, 1}), 46), (frozenset({0}), 40))
    ]
    south = CellFigure("south", "p", None, frozenset({1}), 6)
    wider = CellFigure("wider", "q", None, frozenset({1}), 30)
    within = Inclusion((CasesOf("p"),), (CasesOf("q"),), frozenset({1}))
    assert hide([south, wider], told, RULES) is None
    assert hide([south, wider], told, RULES, inclusions=[within]) is None
    # Of the wider table alone nothing is to be hidden.
    assert hide([wider], told, RULES, inclusions=[within]) is not None
