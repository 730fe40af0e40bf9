"""Verbs refuse arguments of another type, and name what is asked for."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

import katch_protocols as kp
from katch_protocols.arguments import typed
from katch_protocols.errors import KatchError, UnknownNameError, WrongTypeError
from tests.making import make_handbook, make_protocol
from tests.walking import go

STATES = {"a": {**go(refer="b"), "held_by": "officer"}, "b": {"held_by": "nurse"}}
BOOK = make_handbook(make_protocol({"states": STATES}))
CASE = BOOK.protocols["case"]
NOW = datetime(2026, 3, 18, tzinfo=UTC)
REGION = {"regions/north.yaml": "region: north\ntitle: North\n"}
PRIVATE = "+7 700 000 00 00"
"""A value that no message may repeat."""

WRONG: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any], str]] = {
    "read": (kp.read, (7,), {}, "source"),
    "check": (kp.check, (PRIVATE,), {}, "handbook"),
    "check on a day": (kp.check, (BOOK,), {"as_of": PRIVATE}, "as_of"),
    "write": (kp.write, (CASE,), {}, "handbook"),
    "compile": (kp.compile, (PRIVATE,), {}, "protocol"),
    "compile with": (kp.compile, (CASE,), {"handbook": PRIVATE}, "handbook"),
    "compare": (kp.compare, (BOOK, PRIVATE), {}, "after"),
    "compare one": (kp.compare, (BOOK, BOOK), {"protocol": 7}, "protocol"),
    "draw": (kp.draw, (BOOK,), {}, "protocol"),
    "draw view": (kp.draw, (CASE,), {"view": 7}, "view"),
    "draw language": (kp.draw, (CASE,), {"language": 7}, "language"),
    "draw theme": (kp.draw, (CASE,), {"theme": None}, "theme"),
    "draw instant": (kp.draw, (CASE,), {"as_of": NOW}, "as_of"),
    "prove": (kp.prove, (PRIVATE,), {}, "protocol"),
    "prove only": (kp.prove, (CASE,), {"only": ["soundness"]}, "only"),
    "staff": (kp.staff, (CASE, "north"), {}, "handbook"),
    "staff region": (kp.staff, (BOOK, None), {}, "region"),
    "open": (kp.open_case, (PRIVATE,), {"reference": "r", "at": NOW}, "protocol"),
    "open at": (kp.open_case, (CASE,), {"reference": "r", "at": PRIVATE}, "at"),
    "open on a day": (
        kp.open_case,
        (CASE,),
        {"reference": "r", "at": date(2026, 3, 18)},
        "at",
    ),
    "open reference": (kp.open_case, (CASE,), {"reference": 7, "at": NOW}, "reference"),
    "graph": (kp.to_graph, (PRIVATE,), {}, "protocol"),
    "graph of": (kp.to_graph, (CASE,), {"of": 7}, "of"),
    "machine": (kp.to_machine, (PRIVATE,), {}, "protocol"),
}


@pytest.mark.parametrize("verb", WRONG)
def test_another_type_is_refused_by_the_name_of_the_argument(verb: str) -> None:
    call, given, named, argument = WRONG[verb]
    with pytest.raises(TypeError) as caught:
        call(*given, **named)
    error = caught.value
    assert isinstance(error, WrongTypeError)
    assert isinstance(error, KatchError)
    assert error.argument == argument
    assert str(error).startswith(f"`{argument}` must be ")
    assert PRIVATE not in str(error)


def test_the_message_says_what_is_wanted_and_which_type_was_given() -> None:
    with pytest.raises(WrongTypeError) as caught:
        kp.prove(CASE, as_of="2026-01-01")  # type: ignore[arg-type]
    assert str(caught.value) == "`as_of` must be date or None, not str."


def test_what_python_refuses_by_itself_it_still_refuses() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'veiw'"):
        kp.draw(CASE, veiw="lanes")  # type: ignore[call-arg]


@pytest.mark.parametrize("given", [(), (1, 2, 3)])
def test_too_few_and_too_many_are_told_with_the_name_of_the_verb(given) -> None:
    with pytest.raises(TypeError, match=r"^staff\(\) "):
        kp.staff(*given)


def test_a_number_is_no_flag_and_a_text_is_no_list() -> None:
    @typed
    def asked(count: int, names: list[str] | tuple[str, ...] | None = None) -> int:
        return count + len(names or ())

    assert asked(2, ["a"]) == 3
    for given in ((True,), ("2",), (2, "ab"), (2, {"a"})):
        with pytest.raises(WrongTypeError):
            asked(*given)


def test_what_fitted_before_is_no_leave_for_other_types() -> None:
    @typed
    def asked(count: int, names: tuple[str, ...] = (), *, last: bool = False) -> int:
        return count + len(names) + last

    assert asked(2, ("a",)) == asked(2, names=("a",)) == asked(2, last=True) == 3
    for given, named, argument in (
        (("2", ("a",)), {}, "count"),
        ((2,), {"names": True}, "names"),
        ((2,), {"last": ("a",)}, "last"),
    ):
        with pytest.raises(WrongTypeError) as caught:
            asked(*given, **named)
        assert caught.value.argument == argument
    with pytest.raises(TypeError, match="multiple values for argument 'count'"):
        asked(2, count=2)  # type: ignore[misc]


UNKNOWN: dict[str, tuple[Any, dict[str, Any], str]] = {
    "graph": (kp.to_graph, {"of": "hand-offs"}, "handoffs"),
    "graph of states": (kp.to_graph, {"of": "state"}, "states"),
    "view": (kp.draw, {"view": "lane"}, "lanes"),
    "language": (kp.draw, {"language": "em"}, "en"),
    "theme": (kp.draw, {"theme": "gray"}, "grey"),
    "agency": (kp.draw, {"view": "agency", "agency": "polize"}, "police"),
    "an agency that the view leaves out": (kp.draw, {"agency": "polize"}, "police"),
    "safeguard": (kp.prove, {"only": "soundnes"}, "soundness"),
}


@pytest.mark.parametrize("wish", UNKNOWN)
def test_a_name_that_is_not_known_is_refused_with_the_nearest(wish: str) -> None:
    verb, named, near = UNKNOWN[wish]
    with pytest.raises(UnknownNameError) as caught:
        verb(CASE, **named)
    assert caught.value.near[:1] == (near,)
    assert f"The nearest is '{near}'." in str(caught.value)


@pytest.mark.parametrize("of", ["states", "handoffs"])
def test_a_region_that_is_not_known_is_refused_in_every_graph(of: str) -> None:
    book = kp.read({"handbook.yaml": "handbook: x\ntitle: X\n", **REGION})
    with pytest.raises(UnknownNameError, match="The nearest is 'north'"):
        kp.to_graph(
            CASE,
            of=of,
            region="nort",
            handbook=BOOK.model_copy(update={"regions": book.regions}),
        )


@pytest.mark.parametrize("verb", [kp.prove, kp.draw, kp.compile, kp.vectors])
def test_a_text_that_is_no_budget_is_refused_with_how_it_is_written(verb) -> None:
    with pytest.raises(KatchError, match="written as `60s,4GB`") as caught:
        verb(CASE, budget="soon")
    assert isinstance(caught.value, ValueError)
    assert "«soon»" in caught.value.said("ru")
