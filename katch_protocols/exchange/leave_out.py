"""Something is left out of a protocol, and so is what only spoke of it.

Whatever a finding is about is left out as narrowly as it can be: a line, a clock, the
start of a clock, a term of a condition; else the activity or the state that holds it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from katch_protocols.findings import Finding, Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.conditions import And, Condition, Happened, InState, Not, Or
from katch_protocols.model.noun import Noun
from katch_protocols.model.states import State

__all__ = ["LEFT_OUT", "LeftOut", "leave_out"]

LEFT_OUT: Mapping[str, str] = {
    "unreachable-state": "unreachable",
    "impossible-activity": "impossible",
    "condition-never-true": "impossible",
    "activity-in-passing-state": "passing",
    "ambiguous-activity": "ambiguous",
    "unknown-target": "target",
    "malformed-strand": "unreachable",
    "unknown-activity": "never",
    "unknown-state": "never",
    "unknown-event": "clock-start",
}
"""Why what a finding is about is left out, by the rule of the finding."""

_REFERENCES = frozenset({"unknown-activity", "unknown-state"})
"""Rules of conditions that speak of what is not there."""

_NAMING = _REFERENCES | {"unknown-target"}
"""Rules whose findings name what is not there."""

_PARTS = frozenset({"states", "parallel", "activities"})

N = TypeVar("N", bound=Noun)


class LeftOut(Struct, frozen=True):
    """What was left out, and why: the end of the key ``exchange.unread-WHY``."""

    what: str
    why: str


def leave_out(protocol: N, findings: Sequence[Finding]) -> tuple[N, list[LeftOut]]:
    """Return a protocol without what findings are about, and what that was."""
    told: list[LeftOut] = []
    found = {}
    for each in findings:
        owner, tail = _parted(each.path)
        spoken = (owner, tail, each.rule, _name(each))
        # A line goes once, be it for its condition or, rather, for its target.
        if (owner, tail[:2]) not in found or tail[2:] == ("to",):
            found[owner, tail[:2]] = spoken
    # What stands deepest and last goes first, so that other paths stay right.
    for owner, tail, rule, name in sorted(found.values(), key=_depth, reverse=True):
        amended = _amended(protocol, owner, _Amending(tail, rule, name))
        if amended is not protocol:
            place = ".".join(owner[1::2])
            told.append(LeftOut(_said(place, tail, rule, name), LEFT_OUT[rule]))
            protocol = amended
    return protocol, told[::-1]


_Spoken = tuple[tuple[str, ...], tuple[Any, ...], str, str]


def _depth(found: _Spoken) -> tuple[Any, ...]:
    owner, tail, *rest = found
    return (len(owner), owner, tuple(f"{part:>4}" for part in map(str, tail)), *rest)


def _name(finding: Finding) -> str:
    """Return the name that a finding is about."""
    keys = ("state", "activity", "event")
    return next((str(finding.facts[k]) for k in keys if k in finding.facts), "")


def _parted(path: Path) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Part a path below a protocol: the activity or state, and what of it is meant."""
    keys = path[2:]
    end = 0
    while end + 1 < len(keys) and keys[end] in _PARTS:
        end += 2
    return tuple(map(str, keys[:end])), tuple(keys[end:])


def _said(place: str, tail: tuple[Any, ...], rule: str, name: str) -> str:
    """Say what of a place is left out; all of it where nothing more is said."""
    match tail:
        case ("when", *_) if rule in _REFERENCES:
            return f"{place}: when: {name}"
        case ("done" | "after" | "decide" as key, *_):
            return f"{place}: {key}: {name}" if rule in _NAMING else f"{place}: {key}"
        case ("within", "from", *_):
            return f"{place}: from: {name}"
        case _:
            return place


class _Amending(Struct, frozen=True):
    """How one noun is amended: what of it is wrong, by which rule, what it names."""

    tail: tuple[Any, ...]
    rule: str
    name: str

    def of(self, noun: Noun) -> Noun | None:
        """Return the noun without what is wrong; ``None`` where it is all of it."""
        match noun, self.tail:
            case State(), ("done", *_):
                return noun.model_copy(update={"done": None})
            case State(), ("within", "from", *_) if noun.within is not None:
                within = noun.within.model_copy(update={"start": None})
                return noun.model_copy(update={"within": within})
            case State(), ("after", limit, *_):
                timers = tuple(t for t in noun.after if str(t.limit) != limit)
                return noun.model_copy(update={"after": timers})
            case State(), ("decide", int(at), *_):
                return self._line(noun, at)
            case Activity(), ("when", *_) if self.rule in _REFERENCES and noun.when:
                return self._condition(noun, noun.when)
            case _:
                return None

    def _condition(self, noun: Activity, when: Condition) -> Noun | None:
        found = _without_term(when, self.name)
        if found is False:
            return None
        return noun.model_copy(update={"when": None if found is True else found})

    def _line(self, noun: State, at: int) -> Noun | None:
        lines = noun.decide
        if at >= len(lines):
            return noun
        line, before, after = lines[at], lines[:at], lines[at + 1 :]
        found: Condition | bool = False
        if self.rule in _REFERENCES:
            found = line.when is None or _without_term(line.when, self.name)
        if found is True:
            after = ()
        if found is not False:
            when = None if found is True else found
            before = (*before, line.model_copy(update={"when": when}))
        elif not after and before:
            # No case ever took the last line: one of those before it always holds.
            before = (*before[:-1], before[-1].model_copy(update={"when": None}))
        kept = (*before, *after)
        return noun.model_copy(update={"decide": kept}) if kept else None


def _without_term(condition: Condition, name: str) -> Condition | bool:
    """Return a condition in which what speaks of ``name`` is false."""
    match condition:
        case InState(state=found) | Happened(activity=found):
            return condition if found != name else False
        case Not():
            inner = _without_term(condition.inner, name)
            return not inner if isinstance(inner, bool) else Not(inner=inner)
        case And() | Or():
            ends = isinstance(condition, Or)
            parts = [_without_term(part, name) for part in condition.parts]
            if ends in parts:
                return ends
            kept = tuple(part for part in parts if not isinstance(part, bool))
            if len(kept) < 2:  # noqa: PLR2004 - one part is no compound
                return kept[0] if kept else not ends
            return type(condition)(parts=kept)
        case _:
            return condition


def _amended(noun: N, path: tuple[str, ...], amending: _Amending) -> N:
    """Return a noun in which the part at a path is amended, or is no more."""
    if not path:
        return noun
    kind, name, *rest = path
    parts: dict[str, Any] = dict(getattr(noun, kind))
    if name not in parts:
        return noun
    part = parts[name]
    found = _amended(part, tuple(rest), amending) if rest else amending.of(part)
    if found is part:
        return noun
    if found is not None:
        parts[name] = found
        return noun.model_copy(update={kind: parts})
    del parts[name]
    changed: dict[str, Any] = {kind: parts}
    if kind == "states" and getattr(noun, "initial", None) == name:
        # Its state is only ever entered further inside; any of them can be first.
        changed["initial"] = next(iter(parts), None)
    return noun.model_copy(update=changed)
