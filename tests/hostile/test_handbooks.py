"""Vast handbooks end within the budget, or it is told where and what was not decided.

The clock counts looks at the budget, so nothing here depends on a machine's speed.
"""

import os
from itertools import count
from pathlib import Path

import pytest

from katch_protocols.budget import Budget, Meter, spending
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.errors import BoundError, BudgetError
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.time_sums import duration_of
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.check import check
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.hostile.handbooks import HOSTILE, save

WHOLE = float(os.environ.get("KATCH_EXAMPLES", "1")) > 1

TOO_LARGE = ("scattered_values", "nested_endings")
"""Handbooks that cross a bound of the library long before the budget."""

TOLD = (
    "many_facts",
    "many_values",
    "resumed_strands",
    "long_alternatives",
    "sixty_strands",
)
"""Handbooks of which a check cannot decide all within its budget."""


def counted(looks: int = 900, size: int | None = 10**9) -> Meter:
    """Return a budget that is spent after so many looks, whatever the machine."""
    ticks = count()
    meter = Meter(Budget(10, size), lambda: next(ticks) * 9 / looks)
    meter.find = lambda _: None
    return meter


def handbook(name: str) -> Handbook:
    found = read_texts(HOSTILE[name]()).handbook
    assert found is not None
    return found


def checked(name: str, looks: int = 900) -> tuple[Finding, ...]:
    with spending(counted(looks)):
        return check(handbook(name))


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_crosses_a_bound_is_told_as_such(name) -> None:
    rules = {finding.rule for finding in checked(name, 100_000)}
    assert "protocol-too-large" in rules
    assert "over-budget" not in rules


@pytest.mark.parametrize("name", TOLD)
def test_what_a_check_did_not_decide_is_told_with_its_place(name) -> None:
    told = [finding for finding in checked(name) if finding.rule == "over-budget"]
    assert told
    for finding in told:
        assert finding.place is not None
        assert finding.place.file == "p.yaml"
        assert finding.severity == "error"


def test_limits_of_centuries_are_decided() -> None:
    rules = {finding.rule for finding in checked("long_limits", 200_000)}
    assert rules.isdisjoint({"over-budget", "protocol-too-large"})


def test_scattered_values_are_refused_before_their_cubes_are_made() -> None:
    book = handbook("scattered_values")
    with pytest.raises(BoundError, match="'go' needs more than 100,000 rows"):
        compile_chart(chart(book.protocols["p"], book))


@pytest.mark.parametrize("name", ["many_facts", "many_values"])
def test_wide_words_meet_the_bound_of_memory_while_they_grow(name) -> None:
    book = handbook(name)
    table = compile_chart(chart(book.protocols["p"], book))
    with (
        spending(Meter(Budget(None, 10**9), lambda: 0.0)),
        pytest.raises(BudgetError) as met,
    ):
        explore(table, limit=200_000)
    assert met.value.bound == "memory"


def test_a_long_condition_is_blamed_by_its_activity() -> None:
    found = checked("long_alternatives", 5_000)
    blamed = {each.path[-1] for each in found if each.rule == "over-budget"}
    assert "go" in blamed


def test_limits_that_add_up_to_centuries_are_a_sum_like_any_other() -> None:
    days = 40 * 14_000
    assert str(duration_of(days * 24 * 60)) == "560000 days"
    assert str(duration_of(20_001 * 60)) == "20001 hours"


@pytest.mark.parametrize(
    ("name", "view", "looks", "bound"),
    [
        ("clique", "lanes", 3_000, "time"),  # while arrows find their ways
        *([("many_strands", "lanes", 3_000, "time")] if WHOLE else []),  # the same
        ("many_agencies", "lanes", 4_000, "time"),  # while steps find their ranks
        ("many_agencies", "handoffs", 20_000, "memory"),
    ],
)
def test_a_drawing_that_does_not_fit_is_refused(name, view, looks, bound) -> None:
    book = handbook(name)
    meter = counted(looks)
    with spending(meter), pytest.raises(BudgetError) as met:
        draw(chart(book.protocols["p"], book), book, view=view).svg.encode()
    assert met.value.bound == bound


def test_one_protocol_does_not_starve_the_others() -> None:
    small = (
        "protocol: a\ntitle: A\nsource: [law]\ninitial: s0\nstates:\n"
        "  s0: {title: S, held_by: o, function: protect, activities:"
        " {go: {title: Go, by: o, to: closed}}}\n"
        "  closed: {title: End, final: true, outcome: protected}\n"
        "safeguards:\n  not_so: {rule: never go}\n"
    )
    for name in ("resumed_strands", "sixty_strands", "long_alternatives"):
        book = read_texts({**HOSTILE[name](), "a.yaml": small}).handbook
        assert book is not None
        with spending(counted()):
            found = check(book)
        seen = {(each.rule, each.place and each.place.file) for each in found}
        assert ("safeguard-broken", "a.yaml") in seen
        assert ("over-budget", "p.yaml") in seen


def test_a_promise_that_was_cut_is_not_decided_and_never_holds() -> None:
    book = handbook("sixty_strands")
    with spending(counted(200)):
        proofs = prove(chart(book.protocols["p"], book), book)
    soundness = proofs["soundness"]
    assert soundness.verdict is Verdict.NOT_EXHAUSTED
    assert soundness.is_over_budget


def test_every_handbook_is_small_to_write(tmp_path: Path) -> None:
    for name, made in HOSTILE.items():
        folder = save(made(), tmp_path / name)
        size = sum(file.stat().st_size for file in folder.iterdir())
        assert size < 400_000, name
