"""One thing of a protocol changed at a time: left out, put, doubled or swapped."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

__all__ = ["Mutation", "mutations"]

_QUIET = frozenset(
    {"title", "note", "short", "safeguards", "phases", "phase", "titles"}
)
_LISTS = frozenset(
    {
        *("consult", "inform", "together_with", "needs", "produces", "forgets"),
        *("records", "source", "by", "from", "qualified", "when_any"),
    }
)
_DROPPED = frozenset(
    {
        *("when", "handover", "within", "every", "from", "accountable", "reason"),
        *("may", "opens", "sets", "after", "function", "held_by", "final", "decline"),
        *("counts_as", "escalate_to", "done", "forgets", "needs", "records", "inform"),
    }
)

_OUTCOMES = ["protected", "transferred", "not_applicable", "adverse"]
_Holder = dict[str, Any] | list[Any]


@dataclass(frozen=True)
class Mutation:
    """One change of a protocol's text: what was done, and where."""

    kind: str
    at: str
    text: dict[str, Any]
    moves_no_case: bool = False
    """It says only who, whom, or on which source."""
    put: str = ""


def _walk(
    here: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every part of a protocol that says who, what, when or where to."""
    if isinstance(here, dict):
        for key, value in here.items():
            if key not in _QUIET:
                yield (*path, key), value
                yield from _walk(value, (*path, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield (*path, number), value
            yield from _walk(value, (*path, number))


_Change = tuple[str, tuple[Any, ...], Callable[[_Holder, Any], None]]


def _drop(holder: _Holder, last: Any) -> None:
    del holder[last]


def _put(value: Any) -> Callable[[_Holder, Any], None]:
    def change(holder: _Holder, last: Any) -> None:
        holder[last] = value

    return change


def _swap(holder: _Holder, last: Any) -> None:
    lines = holder[last]
    lines[0], lines[1] = lines[1], lines[0]


class _Changes:
    """Every change that could be made in one protocol."""

    def __init__(self, plain: dict[str, Any], roles: list[str]) -> None:
        self.plain = plain
        self.roles = roles
        self.parts = [
            each
            for root in ("states", "activities")
            for each in _walk(plain.get(root, {}), (root,))
        ]
        self.targets = sorted(
            {
                value
                for path, value in self.parts
                if path[-1] == "to" and _is_name(value)
            }
        )
        facts = plain.get("facts", {})
        self.values = {
            fact: sorted(said["values"])
            for fact, said in facts.items()
            if isinstance(said.get("values"), (dict, list))
        }

    def every(self, chance: Random) -> Iterator[_Change]:
        """Yield each change once; what is put instead is drawn by chance."""
        for path, value in self.parts:
            yield from self._left_out(path, value)
            yield from self._timed(path, value)
            yield from self._exchanged(path, value, chance)
            if path[-1] == "when" and isinstance(value, str):
                yield from self._conditions(path, value, chance)

    def _left_out(self, path: tuple[Any, ...], value: Any) -> Iterator[_Change]:
        last, holder = path[-1], path[-2]
        if isinstance(last, int):
            if holder in _LISTS:
                yield f"drop one of {holder}", path, _drop
            if path[-3] == "sends":
                yield "drop a receiver", path, _drop
            if holder == "decide" and "when" in value:
                yield "drop a line", path, _drop
        elif last in _DROPPED:
            yield f"drop {last}", path, _drop
        elif holder == "activities" and isinstance(value, dict):
            yield "drop an activity", path, _drop

    def _timed(self, path: tuple[Any, ...], value: Any) -> Iterator[_Change]:
        if path[-1] in ("limit", "within", "every") and _is_time(value):
            yield "double a limit", path, _put(_double(value))
        if path[-1] == "after" and isinstance(value, dict):
            yield (
                "cut a wait",
                path,
                _put({_one(time): to for time, to in value.items()}),
            )

    def _exchanged(
        self, path: tuple[Any, ...], value: Any, chance: Random
    ) -> Iterator[_Change]:
        last, holder = path[-1], path[-2]
        if last == "decide" and len(value) > 1:
            yield "swap two lines", path, _swap
        instead = {"to": self.targets, "by": self.roles, "held_by": self.roles}
        instead |= {"outcome": _OUTCOMES}
        if holder == "sets":
            instead = self.values
        if last in instead and _is_name(value):
            what = "value" if holder == "sets" else last
            yield f"another {what}", path, _put(chance.choice(instead[last]))

    def _conditions(
        self, path: tuple[Any, ...], text: str, chance: Random
    ) -> Iterator[_Change]:
        if " and " in text:
            yield "drop a term", path, _put(text.rpartition(" and ")[0])
        if " or " in text:
            yield "drop an alternative", path, _put(text.rpartition(" or ")[0])
        for fact, values in self.values.items():
            for value in values:
                if f"{fact} is {value}" in text and len(values) > 1:
                    other = chance.choice([each for each in values if each != value])
                    turned = text.replace(f"{fact} is {value}", f"{fact} is {other}")
                    yield "another value asked", path, _put(turned)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.replace("_", "").replace(".", "").isalnum()


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and value.split(" ")[0].isdigit() and " " in value


def _double(value: str) -> str:
    number, unit = value.split(" ", 1)
    return f"{int(number) * 2} {unit}"


def _one(value: str) -> str:
    """Return the shortest wait of the same unit."""
    return f"1 {value.split(' ', 1)[1]}"


def mutations(
    plain: dict[str, Any], roles: list[str], count: int, seed: int
) -> Iterator[Mutation]:
    """Yield ``count`` changes, each of the same kind as likely; none twice."""
    chance = Random(seed)  # noqa: S311 - chance, no secret
    by_kind: dict[str, list[_Change]] = {}
    for change in _Changes(plain, roles).every(chance):
        by_kind.setdefault(change[0], []).append(change)
    pool = [chance.sample(changes, len(changes)) for changes in by_kind.values()]
    made = 0
    seen = {json.dumps(plain)}
    while pool and made < count:
        changes = chance.choice(pool)
        kind, path, make = changes.pop()
        pool = [each for each in pool if each]
        text = deepcopy(plain)
        holder: Any = text
        for part in path[:-1]:
            holder = holder[part]
        make(holder, path[-1])
        put = _at(holder, path[-1]) if kind.split()[0] in _TOLD else ""
        if (key := json.dumps(text)) not in seen:
            seen.add(key)
            made += 1
            still = _moves_no_case(plain, path)
            yield Mutation(kind, ".".join(map(str, path)), text, still, put)


_TOLD = frozenset({"another", "double", "cut"})
"""Kinds of changes that put something else there; what it is, is told."""


def _at(holder: _Holder, last: Any) -> str:
    return json.dumps(holder[last], ensure_ascii=False)


def _moves_no_case(plain: Any, path: tuple[Any, ...]) -> bool:
    """Tell whether a place says only who; ``by`` of a signal says what moves it."""
    if _PEOPLE.isdisjoint(path):
        return False
    for part in path:
        plain = plain[part]
    if "by" not in path:
        return True
    said = plain if isinstance(plain, list) else [plain]
    return not any(each == "nobody" or "." in each for each in said)


_PEOPLE = frozenset(
    {
        *("by", "together_with", "consult", "inform", "sends", "source", "function"),
        *("held_by", "accountable", "qualified", "escalate_to"),
    }
)
"""What says who and whom, and moves no case."""
