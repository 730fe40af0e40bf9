"""No fraction enters a run: so a machine's way of rounding changes nothing of it.

What can be shown on one machine of "the same bytes on every machine": a run and each
draw in it know whole numbers alone, in the definition and compiled.
"""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from katch_protocols.answers import record_fields
from katch_protocols.evidence.simulations import draws, working_time
from katch_protocols.evidence.simulations.compiled.layout import plan_array
from katch_protocols.evidence.simulations.planning import planned
from tests.evidence.simulations.queues import runs_of, scenario
from tests.evidence.simulations.test_live_cases import shipped
from tests.evidence.simulations.test_simulating import EVERY_SPREAD

ROOMS = [Path(inspect.getfile(draws)).parent / name for name in ("engine", "compiled")]
FILES = [file for room in ROOMS for file in sorted(room.glob("*.py"))]
DRAWS = (draws.mix, draws.pick, draws.quantile, draws.key_of)
FRACTIONS = {"float", "math", "random", "decimal", "fractions", "statistics"}


def fractions(text: str) -> Iterator[str]:
    """Yield what of a program makes or knows a number that is not whole."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Constant(value=float() | complex()):
                yield repr(node.value)
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield "/"
            case ast.Name(id=name) if name in FRACTIONS:
                yield name
            case ast.Import(names=names) if {each.name for each in names} & FRACTIONS:
                yield "import"
            case ast.ImportFrom(module=module) if module in FRACTIONS:
                yield "import"
            case ast.Attribute(attr=name) if "float" in name:
                yield name


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-2:]))
def test_no_loop_of_a_run_knows_a_fraction(file: Path) -> None:
    # ``Path`` in ``_source`` of the compiled loop joins names by ``/``.
    text = file.read_text(encoding="utf-8")
    paths = text.count('"engine" / "store.py"') + text.count("parent / ")
    found = [*fractions(text)]
    assert found == ["/"] * len(found)
    assert len(found) == paths


@pytest.mark.parametrize("function", DRAWS, ids=lambda function: function.__name__)
def test_no_draw_knows_a_fraction(function) -> None:
    assert [*fractions(inspect.getsource(function))] == []


def test_nor_does_the_calendar() -> None:
    assert [*fractions(inspect.getsource(working_time))] == []


def test_what_makes_a_fraction_would_be_seen() -> None:
    text = "import math\nx = 1.5\nx /= 2\ny = x / 3\nz = float(y)\nw = np.float64(z)\n"
    assert len([*fractions(text)]) == 6


def test_a_plan_and_what_a_run_tells_are_whole_numbers() -> None:
    book, asked = shipped()
    _, every = runs_of(scenario(EVERY_SPREAD))
    for plan in (planned(asked, book).plan, every.planned.plan):
        for name in record_fields(type(plan)):
            value = getattr(plan, name)
            numbers = [value] if isinstance(value, int) else value
            assert {type(number) for number in numbers} <= {int}, name
        assert plan_array(plan).dtype.kind == "i"
    store = every.once(3, logs=True)
    for told in (store.record, store.monthly, store.log):
        assert told
        assert {type(number) for number in told} == {int}
