"""What is written differently only because what it names is called otherwise now.

The move or the new id itself is told; that a sentence names it so is no other change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.changes.nouns import Written
from katch_protocols.changes.version import HandbookVersion
from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.model.noun import Id, Label, Noun

__all__ = ["not_following", "says_more"]

Names = Mapping[str, str]


def says_more(change: Written, names: Names) -> bool:
    """Tell whether a change says more than what something is called now."""
    if change.renamed or change.moved or not names:
        return True
    return _by_names(change.before, names) != _by_names(change.after, names)


def _by_names(value: object, names: Names) -> object:
    """Return a value as plain data, with what it names called as now."""
    match value:
        case str():
            return names.get(value, value)
        case Label():
            return value  # a text for people names nothing
        case Mapping():
            return {key: _by_names(each, names) for key, each in value.items()}
        case tuple():
            return tuple(_by_names(each, names) for each in value)
        case Noun():
            return type(value), _by_names(value.__dict__, names)
        case _:
            return value


def not_following(
    changes: Iterable[Written], before: HandbookVersion, after: HandbookVersion
) -> Iterator[Written]:
    """Yield the changes that say more than what something is called now.

    ``before`` knows the names now of states and activities; what else of a handbook is
    likely renamed is among the changes.
    """
    every = tuple(changes)
    seen = _NamesSeen(before, after)
    renamed = [each for each in every if each.renamed and _declared(each.path)]
    at: dict[Path, Names] = {}
    for each in every:
        place = _place(each.path)
        if place not in at:
            at[place] = {**_ids(renamed, place), **seen.seen_at(place)}
    names = [at[_place(each.path)] for each in every]
    left = {
        (each.path, repr(_by_names(each.before, known)))
        for each, known in zip(every, names, strict=True)
        if each.after is None
    }
    came = {
        (_back(each.path, known), repr(_by_names(each.after, known))): each.path
        for each, known in zip(every, names, strict=True)
        if each.before is None
    }
    under = {*(left & {*came})}
    gone = {path for path, _ in under} | {came[each] for each in under}
    for each, known in zip(every, names, strict=True):
        if says_more(each, known) and each.path not in gone:
            yield each


def _place(path: Path) -> Path:
    """Return the protocol or the fragment in which names are seen; else nothing."""
    return path[:2] if path[0] in _PIECES else ()


def _ids(renamed: Iterable[Written], place: Path) -> dict[str, str]:
    """Return the ids now of what is likely renamed: of all, or of that protocol.

    States and activities are not among them: where they stand counts too.
    """
    return {
        str(each.before): str(each.after)
        for each in renamed
        if _place(each.path) in {(), place}
    }


_PIECES = {"protocols", "fragments"}


def _declared(path: Path) -> bool:
    """Tell whether an id is one by which others name what is declared there."""
    if path[0] in _PIECES:
        return path[2:-1] in {("documents",), ("facts",), ("phases",)}
    return path[0] != "regions"


def _back(path: Path, names: Names) -> Path:
    """Return where something stood before what it stands under got another id."""
    olds = {new: old for old, new in names.items()}
    return *path[:-1], olds.get(str(path[-1]), path[-1])


class _NamesSeen:
    """Which new names a place of a handbook can mean, by the ones they had."""

    def __init__(self, before: HandbookVersion, after: HandbookVersion) -> None:
        self.before, self.after = before, after
        moves = {name: each for name, each in before.called.moves.items() if each}
        self.of = {name: self._with_bare(name, each) for name, each in moves.items()}

    def seen_at(self, place: Path) -> Names:
        """Return the names in a protocol, in a fragment of it, or around them all."""
        if not place:
            return self._agreed(self.after.charts)
        kind, name = map(str, place)
        if kind == "protocols":
            return self.of.get(name, {})
        known = self.after.handbook.protocols
        return self._agreed(n for n in self.after.charts if name in known[n].use)

    def _agreed(self, users: Iterable[Id]) -> Names:
        """Return the names that mean the same in all protocols that know them."""
        protocols = tuple(users)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for protocol in protocols:
            for old, new in self.of.get(protocol, {}).items():
                found[old].add(new)
        kept = {n for p in protocols for n in _names(self.after.charts[p])}
        return {
            old: new
            for old, (new, *others) in found.items()
            if not others and old not in kept
        }

    def _with_bare(self, protocol: Id, moves: Names) -> Names:
        """Add the last part of a name where nothing else can be meant by it."""
        charts = self.before.charts[protocol], self.after.charts[protocol]
        olds, news = (_by_last(_names(each)) for each in charts)
        bare = {}
        for old, new in moves.items():
            was, now = old.rpartition(".")[2], new.rpartition(".")[2]
            same = {moves.get(name, name) for name in olds[was]} == news[now]
            if was != now and was not in news and same:
                bare[was] = now
        return {**bare, **moves}


def _names(chart: Chart) -> Iterator[str]:
    yield from filter(None, chart.by_name)
    yield from chart.activities


def _by_last(names: Iterable[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        found[name.rpartition(".")[2]].add(name)
    return found
