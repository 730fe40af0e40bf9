"""What a name means where it stands: which declarations can be seen from there.

Names that the whole handbook shares are looked up where they are declared; states and
activities as the charts of the protocols have them, so that a name means here what it
means to every check.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.editors.pages import WrittenPages
from katch_protocols.findings import Path
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.rules.bindings import meanings
from katch_protocols.sentences.mentions import Mention

__all__ = ["NameScopes"]


class NameScopes:
    """The declarations of a handbook, and its charts where it has some."""

    def __init__(self, pages: WrittenPages, charts: Mapping[Id, Chart]) -> None:
        """Look at files, with the charts of the protocols that mean something."""
        self.pages, self.charts = pages, charts

    def named(self, of: Iterable[str], name: str, path: Path) -> tuple[Path, ...]:
        """Return the declarations of a name in some registries, seen from a path."""
        declared = self.pages.declared
        for registry in of:
            shared = [(registry, name), ("handbook", registry, name)]
            near = [(*home, registry, name) for home in self.around(path[:2])]
            for each in (*near, *shared):
                if each in declared:
                    return (each,)
        return ()

    def around(self, root: Path) -> tuple[Path, ...]:
        """Return the protocols and fragments whose names can be meant in one of them.

        Itself first, then what it uses, then what it runs and who runs it. In what
        binds several protocols all of them.
        """
        if root[:1] == ("protocols",) or root[:1] == ("fragments",):
            used = self.using
            found = dict.fromkeys((root, *used.get(root, ())))
            back = [each for each, others in used.items() if root in others]
            for each in back:
                found.update(dict.fromkeys((each, *used.get(each, ()))))
            return tuple(found)
        return tuple(self._roots)

    @cached_property
    def _roots(self) -> dict[Path, None]:
        return {
            path: None
            for path in self.pages.declared
            if len(path) == 2 and path[0] in {"protocols", "fragments"}  # noqa: PLR2004
        }

    @cached_property
    def using(self) -> Mapping[Path, tuple[Path, ...]]:
        """The fragments and protocols that each protocol uses or runs, by its path."""
        found: dict[Path, list[Path]] = {}
        for page in self.pages:
            for path, text in page.values.items():
                if "use" in path[2:3]:
                    found.setdefault(path[:2], []).append(("fragments", text))
                elif path[-1:] == ("runs",):
                    found.setdefault(path[:2], []).append(("protocols", text))
        return {root: tuple(used) for root, used in found.items()}

    def known(self, *paths: Path) -> tuple[Path, ...]:
        """Return those of some paths at which something is declared."""
        return tuple(path for path in paths if path in self.pages.declared)

    def events(self, name: str, kind: NameKind, path: Path) -> tuple[Path, ...]:
        """Return the states and activities that a name means, seen from a path."""
        found: dict[Path, None] = {}
        for chart in self._charts(path):
            here = _nearest(chart, name, path) if kind is NameKind.STATE else None
            full = (here.name,) if here else meanings(chart, Mention(kind, name))
            for each in full:
                found.update(dict.fromkeys(self._written(chart, each, kind)))
        if not found and kind is NameKind.EVENT:
            found.update(dict.fromkeys(self._other(name, path)))
        if not found:
            found.update(dict.fromkeys(self._unbuilt(name, kind, path)))
        return tuple(each for each in found if each in self.pages.declared)

    def _charts(self, path: Path) -> Iterator[Chart]:
        if path[:1] == ("protocols",):
            names = [str(path[1])]
        else:
            names = [str(root[1]) for root in self.around(path[:2])]
            bound = [
                text
                for position in range(len(self.charts) + 1)
                if (text := self.pages.value((*path[:2], "binds", position)))
            ]
            alone = self.pages.value((*path[:2], "binds"))
            if path[:1] == ("safeguards",) and (alone or bound):
                names = bound or [str(alone)]
        yield from (self.charts[name] for name in names if name in self.charts)

    def _written(self, chart: Chart, full: str, kind: NameKind) -> Iterator[Path]:
        if full in chart.activities and kind is not NameKind.STATE:
            for position in chart.activities[full]:
                yield chart.entries[position].path
        elif full in chart.by_name and kind is not NameKind.ACTIVITY:
            yield chart.node(full).path
        elif full in chart.counted:
            yield ("handbook", "measured", full)

    def _other(self, name: str, path: Path) -> tuple[Path, ...]:
        """Return what else can stand where an event does: an item, or a safeguard."""
        return self.named(("documents", "data", "safeguards", "measured"), name, path)

    def _unbuilt(self, name: str, kind: NameKind, path: Path) -> Iterator[Path]:
        """Yield what a name may mean where the protocol has no chart yet."""
        keys = {"states", "parallel"} if kind is not NameKind.ACTIVITY else set()
        keys |= {"activities"} if kind is not NameKind.STATE else set()
        homes = set(self.around(path[:2]))
        if any(str(home[1]) in self.charts for home in homes):
            return
        bare = name.rpartition(".")[2]
        for each in self.pages.declared:
            if each[-1] == bare and each[-2] in keys and each[:2] in homes:
                yield each


def _nearest(chart: Chart, name: str, path: Path) -> ChartNode | None:
    """Return the state that a bare name means, looked at from where it is written."""
    around = (node for node in chart.nodes if path[: len(node.path)] == node.path)
    here = max(around, key=lambda node: len(node.path), default=None)
    if here is None or "." in name:
        return None
    if here.bare == name:
        return here
    while True:
        for child in here.children:
            if chart.nodes[child].bare == name:
                return chart.nodes[child]
        if here.index == 0:
            return None
        here = chart.nodes[here.parent]
