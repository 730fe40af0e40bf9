"""What compiled loops explain, they explain as the definition does, move for move.

Python reads the loops as they stand, for to compile them takes longer than the rest.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.evidence.audits import cheapest_ways, explaining, part_answers
from katch_protocols.evidence.audits.cheapest_ways import CheapestWays
from katch_protocols.evidence.audits.explaining import MOST_EDITS, Explainer
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.automaton import following, word_steps
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.model.handbook import Handbook
from tests.cases.living import begun, lived
from tests.evidence.logs import audited, case_rows, found
from tests.evidence.test_cheapest_ways import DAY, spoilt
from tests.evidence.test_lives import CLOCKED, PLAIN, logged
from tests.strategies import make_world


def read_by_python() -> ModuleType:
    """Return the loops, not compiled."""
    numba = pytest.importorskip("numba", reason="an extra")
    path = Path(following.__file__).with_name("loops_of_explanations.py")
    spec = spec_from_file_location("loops_of_explanations_read", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    numba.config.DISABLE_JIT = 1
    try:
        spec.loader.exec_module(module)
    finally:
        numba.config.DISABLE_JIT = 0
    return module


@pytest.fixture(autouse=True, scope="module")
def loops():
    found = read_by_python()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explaining, "explaining_loops", lambda: found)
        yield found


def alike(explainer: Explainer, cases: list[LogCase]) -> list[object]:
    """Compare explanations; return what the loops told of each case."""
    for on in (False, True):
        every = list(explainer.explain_all(cases, on=on, compiled=True))
        assert every == [explainer.explain(each, on=on) for each in cases]
    many = explainer._many
    return [None] * len(cases) if many is None else many.explain(cases, MOST_EDITS)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.one_of(PLAIN, CLOCKED), st.randoms(use_true_random=False))
def test_loops_explain_as_the_definition_does(
    handbook: Handbook, random: Random
) -> None:
    life = begun(handbook)
    lived(life, random, set(), most=8)
    case = logged(life)
    silent = sorted(case.compiled.full_names)[: random.choice((0, 1))]
    explainer = Explainer(case.compiled, silent, case.opened + 100 * DAY)
    alike(explainer, [case, *(spoilt(case, random) for _ in range(4))])


def rows_without(*numbers: int) -> list[dict[str, str]]:
    return [row for n, row in enumerate(case_rows()) if n not in numbers]


def test_a_case_is_explained_or_its_ways_are_told() -> None:
    """Both are met: a case whose order no clock touches, and one that it may."""
    kept = audited(rows_without()).case
    explainer = Explainer(kept.compiled, (), kept.opened + 100 * DAY)
    cases = [audited(rows_without(n)).case for n in range(len(case_rows()))]
    told = alike(explainer, [kept, *cases])
    kinds = {type(each) for each in told}
    assert kinds >= {Explanation} or kinds >= {CheapestWays}
    assert all(each is not None for each in told)


def test_a_protocol_in_which_nothing_can_happen_is_explained_too() -> None:
    """No row and no event: there is nothing that any event could mean."""
    ends = {"a": {"final": True, "counts_as": ()}}
    over = {"states": ends, "activities": {}}
    book = make_world({"first": over, "second": over, "signs": False})
    compiled = compiled_case(book.protocols["first"], book)
    case = LogCase("c0", compiled, None, 10**15, seen=True, events=())
    assert [type(each) for each in alike(Explainer(compiled, (), 10**15), [case])] == [
        Explanation
    ]


def test_where_there_is_too_much_to_look_at_the_definition_is_asked(monkeypatch):
    case = audited(rows_without(4)).case
    explainer = Explainer(case.compiled, (), case.opened + 100 * DAY)
    assert alike(explainer, [case]) != [None]
    monkeypatch.setattr(cheapest_ways, "MOST_MET", 1)
    assert explainer._many.explain([case], MOST_EDITS) == [None]


def test_what_needs_more_edits_than_are_looked_for_is_told() -> None:
    case = audited(rows_without(4)).case
    explainer = Explainer(case.compiled, (), case.opened + 100 * DAY)
    (told,) = explainer._many.explain([case], 0)
    assert (told.edits, told.moves, told.is_decided) == (None, (), True)


def test_a_protocol_of_too_many_words_is_explained_by_the_definition(monkeypatch):
    case = audited(rows_without(4)).case
    monkeypatch.setattr(word_steps, "_known", word_steps.InUse(1))
    monkeypatch.setattr(word_steps, "_MOST_STEPS", 1)
    explainer = Explainer(case.compiled, (), case.opened + 100 * DAY)
    assert explainer._many is None
    assert list(explainer.explain_all([case], compiled=True)) == [
        explainer.explain(case)
    ]


def test_many_cases_of_an_audit_are_explained_by_loops(monkeypatch):
    """An audit says the same of them; below a bound no loop is loaded."""
    one, asked, real = audited(rows_without(4)), [], Explainer.explain_all

    def spied(self, cases, **how):
        asked.append(how["compiled"])
        return real(self, cases, **how)

    monkeypatch.setattr(Explainer, "explain_all", spied)
    for many in (part_answers._MANY, 1):
        monkeypatch.setattr(part_answers, "_MANY", many)
        other = audited(rows_without(4))
        assert (found(other), other.answers) == (found(one), one.answers)
    assert asked == [False, True]
