"""The random handbooks do use every construct of the language."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from katch_protocols.charts.build import chart
from tests.strategies import make_world, worlds

CONSTRUCTS = {
    *("states", "parallel", "decide", "done", "runs", "then", "after", "final"),
    *("activities", "when", "to", "resume", "handover", "decline", "from", "use"),
    *("records", "sets", "forgets", "needs", "produces", "sends", "held_by"),
    *("in", "has", "happened", "is", "is not", "known", "unknown", "one of"),
    *("not", "and", "or", "repeated act", "top activity", "acknowledged"),
    *("within", "every", "may", "foreign", "opens", "another", "counts_as", "panel"),
    *("opened back", "opens itself", "nobody", "taken up", "ended", "checklist"),
}


def _used(plain: Mapping[str, Any], acts: list[str]) -> Iterator[str]:
    for key, value in plain.items():
        yield key
        if key == "activities":
            acts += value
        if isinstance(value, Mapping):
            yield from _used(value, acts)
        for text in [value] if isinstance(value, str) else _texts(value):
            yield from _words(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for part in value:
            if isinstance(part, str):
                yield part
            else:
                yield from _texts(part)


def _words(text: str) -> Iterator[str]:
    padded = f" {text} ".replace("(", " ").replace(")", " ")
    yield from (word for word in CONSTRUCTS | {"done"} if f" {word} " in padded)
    if "done " in text:
        yield "happened"
    if "acknowledge_" in text:
        yield "acknowledged"
    if text.endswith(".taken_up"):
        yield "taken up"
    elif text.startswith("second."):
        yield "ended"
    if text == "case_panel":
        yield "panel"


def _opens(plain: Mapping[str, Any], name: str) -> bool:
    return any(
        value.endswith(name)
        if key == "opens"
        else isinstance(value, Mapping) and _opens(value, name)
        for key, value in plain.items()
    )


class _EverythingDrawn(Exception):  # noqa: N818 - it ends the drawing
    """No more worlds are needed."""


def test_every_construct_is_drawn() -> None:
    found: set[str] = set()

    @settings(
        max_examples=600,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(worlds())
    def draw(world: dict[str, Any]) -> None:
        handbook = make_world(world)
        assert chart(handbook.protocols["first"], handbook).problems == ()
        acts: list[str] = []
        found.update(_used(world, acts))
        if len(acts) > len(set(acts)):
            found.add("repeated act")
        if any("from" not in act for act in world["first"]["activities"].values()):
            found.add("top activity")
        if _opens(world["second"], "first"):
            found.add("opened back")
        if _opens(world["first"], "first"):
            found.add("opens itself")
        if world["signs"]:
            found.add("checklist")
        if found >= CONSTRUCTS:
            raise _EverythingDrawn

    with suppress(_EverythingDrawn):
        draw()
    assert found >= CONSTRUCTS
