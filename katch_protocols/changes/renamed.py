"""What only got another id: the one thing gone that says what one new thing says.

That is likely, not certain: it is told as such, and no running case follows it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

from katch_protocols.changes.version import Names, places
from katch_protocols.charts.waiting_states import OF_HANDOVER
from katch_protocols.model.noun import Id, Label, Noun
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State

__all__ = ["renamed", "renamed_activities", "renamed_states"]

Key = TypeVar("Key")

_OWN = "\N{MIDDLE DOT}"
"""Stands for the own id of what is looked at; no id is so called."""


def renamed(
    before: Mapping[Id, object], after: Mapping[Id, object], above: Names = ()
) -> dict[Id, Id]:
    """Return the new id of each entry that is gone and stands under another one.

    States stand in those ``above``, and name themselves and what is inside by a path.
    """
    gone = {name: each for name, each in before.items() if name not in after}
    new = {name: each for name, each in after.items() if name not in before}
    return _pairs(
        {name: _said(each, name, above) for name, each in gone.items()},
        {name: _said(each, name, above) for name, each in new.items()},
    )


def renamed_states(
    before: Protocol | Fragment, after: Protocol | Fragment
) -> dict[Names, Names]:
    """Return the ids now, from the top, of each state that only got another id.

    What is inside it goes along.
    """
    return dict(_levels(before, after, (), ()))


def renamed_activities(
    before: Protocol | Fragment,
    after: Protocol | Fragment,
    went: Mapping[Names, Names],
) -> dict[Id, Id]:
    """Return the id now of each activity that only got another id, wherever it stands.

    ``went`` gives the ids now, from the top, of each state that is elsewhere. An
    activity that kept its id somewhere, or got several, is not renamed.
    """
    olds, news = ({(): each, **_states(each)} for each in (before, after))
    now: defaultdict[Id, set[Id]] = defaultdict(set)
    for name, one in olds.items():
        other = news.get(went.get(name, name))
        if other is not None:
            for old, new in renamed(one.activities, other.activities).items():
                now[old].add(new)
    was, is_now = (
        {name for each in every.values() for name in each.activities}
        for every in (olds, news)
    )
    counts = Counter(new for each in now.values() for new in each)
    return {
        old: new
        for old, (new, *others) in now.items()
        if not others and counts[new] == 1 and old not in is_now and new not in was
    }


def _states(piece: Protocol | Fragment) -> dict[Names, State]:
    return {name: state for name, (_, state) in places(piece).items()}


def _levels(
    before: object, after: object, was: Names, now: Names
) -> Iterator[tuple[Names, Names]]:
    for key in ("states", "parallel"):
        one, other = getattr(before, key, {}), getattr(after, key, {})
        pairs = renamed(one, other, was)
        for old, new in pairs.items():
            yield (*was, old), (*now, new)
        for name, state in one.items():
            same = pairs.get(name, name)
            if same in other:
                here, there = (*was, name), (*now, same)
                if name in pairs:
                    yield from _inside(state, here, there)
                else:
                    yield from _levels(state, other[same], here, there)


def _inside(state: object, was: Names, now: Names) -> Iterator[tuple[Names, Names]]:
    for key in ("states", "parallel"):
        for name, each in getattr(state, key).items():
            yield (*was, name), (*now, name)
            yield from _inside(each, (*was, name), (*now, name))


def _pairs(gone: Mapping[Key, str], new: Mapping[Key, str]) -> dict[Key, Key]:
    """Pair names under which the same is said, where it is said by no third."""
    counts = Counter(gone.values()), Counter(new.values())
    by_text = {text: name for name, text in new.items()}
    return {
        name: by_text[text]
        for name, text in gone.items()
        if text and counts[0][text] == counts[1][text] == 1
    }


def _said(entry: object, name: Id, above: Names) -> str:
    """Return all that an entry says but its id; nothing where that tells too little."""
    own = _Own(name, ".".join((*above, name)))
    if isinstance(entry, Label):
        return repr(_plain(entry, own))
    if not isinstance(entry, Noun) or "id" not in type(entry).model_fields:
        return ""  # What is written under the id of another is not declared there.
    parts = {key: each for key, each in entry.__dict__.items() if key != "id"}
    empty = {key: each.default for key, each in type(entry).model_fields.items()}
    if all(not each or each == empty.get(key) for key, each in parts.items()):
        return ""
    return repr((type(entry).__name__, _plain(parts, own)))


class _Own(NamedTuple):
    """What something is called: by its id, and by its path from the top."""

    id: Id
    path: str

    def hidden(self, text: str) -> str:
        """Return a text that is the same whatever the id is."""
        if text == self.id:
            return _OWN
        for made in OF_HANDOVER:
            rest = text.removeprefix(f"{made}{self.id}")
            if rest != text and rest[:1] in {"", "_"}:
                return f"{made}{_OWN}{rest}"
        inside = text.removeprefix(self.path)
        return _OWN + inside if inside != text and inside[:1] in {"", "."} else text


def _plain(value: object, own: _Own) -> object:
    """Return a value as plain data that is written alike whatever its own id is."""
    match value:
        case str():
            return own.hidden(value)
        case Mapping():
            return [(key, _plain(each, own)) for key, each in sorted(value.items())]
        case tuple():
            return [_plain(each, own) for each in value]
        case Noun():
            return type(value).__name__, _plain(value.__dict__, own)
        case _:
            return value
