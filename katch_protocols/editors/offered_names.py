"""The names that can be written at a path, each with its title."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.scopes import NameScopes
from katch_protocols.findings import Path

__all__ = ["OfferedNames", "full_name"]

_STATES = frozenset({"states", "parallel"})

Names = Iterator[tuple[str, str]]
"""Names, each with its title."""


def full_name(path: Path) -> str:
    """Return the dotted name of a state or an activity, from the top of its file."""
    pairs = pairwise(path[2:])
    states = (str(name) for key, name in pairs if key in _STATES)
    own = [str(path[-1])] if path[-2] == "activities" else []
    return own[0] if own else ".".join(states)


def _answers(page: WrittenPage, handover: Path, name: str) -> Iterator[str]:
    """Yield the answers to a handover: of each receiver, where there are several."""
    if handover not in page.places:
        return
    each = (page.values.get((*handover, "to", number)) for number in count())
    roles = [*takewhile(bool, each)]
    ends = [f"_{role}" for role in roles] if len(roles) > 1 else [""]
    heads = (
        "acknowledge",
        *(("decline",) if (*handover, "decline") in page.places else ()),
    )
    yield from (f"{head}_{name}{end}" for head in heads for end in ends)


class OfferedNames(Struct):
    """What can be named at a path; titles are in ``language``."""

    scopes: NameScopes
    path: Path
    language: str

    def of(self, registries: Iterable[str]) -> Names:
        """Yield the names in some registries that can be seen from the path."""
        wanted = set(registries)
        homes = {*self.scopes.around(self.path[:2]), (), ("handbook",)}
        for path in self.scopes.pages.declared:
            if len(path) > 1 and path[-2] in wanted and path[:-2] in homes:
                yield self._titled(path)

    def by_place(self, page: WrittenPage) -> Names:
        """Yield what an id can be whose place alone says what it is."""
        match self.path:
            case (*above, "initial"):
                for key in sorted(_STATES):
                    yield from self._below((*above, key))
            case (*above, "initially"):
                yield from self._values(tuple(above), page)
            case (*_, "sets", str(fact)):
                yield from self._values_of(fact)
            case ("checklists", checklist, *_, "weight"):
                yield from self._below(("checklists", checklist, "weights"))
            case _:
                return

    def states(self) -> Names:
        """Yield the states to which something can lead, each as it is named here.

        A bare name means the nearest: a state beside this one, or beside one around
        it. Others are named by their path from the top.
        """
        here = full_name((*self.path, "", "")).split(".")
        for path, full in self._named_states(runs=False):
            above, _, bare = full.rpartition(".")
            around = above.split(".") if above else []
            is_near = here[: len(around)] == around
            yield (bare if is_near else full), self._title(path)

    def events(self) -> Names:
        """Yield the states, activities and answers of which a sentence can speak."""
        states = self._named_states(runs=True)
        bare = Counter(full.rpartition(".")[2] for _, full in states)
        for path, full in states:
            name = full.rpartition(".")[2]
            yield (name if bare[name] == 1 else full), self._title(path)
        yield from self.activities()
        yield from self.of(("measured",))

    def moments(self) -> Names:
        """Yield what happens in protocols, each name behind that of its protocol.

        Along the path a protocol or a fragment stands alone as well.
        """
        if self.path[1] == "path":
            yield from self.of(("protocols", "fragments"))
        for path in self.scopes.pages.declared:
            if path[:-1] == ("protocols",):
                there = replace(self, path=path)
                for name, title in there.events():
                    yield f"{path[1]}.{name}", title

    def activities(self) -> Names:
        """Yield the activities, with the answers to those that hand over."""
        homes = self._homes(runs=True)
        for path, declared in self.scopes.pages.declared.items():
            if path[-2:-1] != ("activities",) or path[:2] not in homes:
                continue
            name, title = str(path[-1]), self._title(path)
            yield name, title
            page = self.scopes.pages.get(declared[0].file)
            if page is not None:
                for answer in _answers(page, (*path, "handover"), name):
                    yield answer, title

    def ends(self, protocol: str) -> Names:
        """Yield the ends of a protocol; a fragment that it uses may have some."""
        root: Path = ("protocols", protocol)
        homes = (root, *self.scopes.using.get(root, ()))
        for path in self.scopes.pages.declared:
            is_top = path[2:3] == ("states",) and len(path[3:]) == 1
            is_end = self.scopes.pages.value((*path, "final")) == "true"
            if is_top and is_end and path[:2] in homes:
                yield self._titled(path)

    def standing_for(self, terminal: str, fact: str, *, first: bool) -> Names:
        """Yield the names that a word of a sentence can be.

        ``fact`` is the one that was named last; ``first`` whether it begins.
        """
        match terminal:
            case "VALUE":
                yield from self._values_of(fact)
            case "STATE":
                yield from self.states()
            case "ACTIVITY":
                yield from self.activities()
            case "EVENT":
                yield from self.events()
                yield from self.of(("documents", "data") if first else ())
            case _:
                registries = {
                    "ROLE": ("roles",),
                    "ACTOR": ("roles", "agencies"),
                    "FACT": ("facts",),
                    "DOCUMENT": ("documents",),
                }
                yield from self.of(registries.get(terminal, ()))

    def _homes(self, *, runs: bool) -> set[Path]:
        """Return where the states are written that a protocol or fragment can name."""
        root = self.path[:2]
        if root[:1] not in {("protocols",), ("fragments",)}:
            return set(self.scopes.around(root))
        using = self.scopes.using
        # A fragment is merged into whatever uses it, and names what stands there.
        is_piece = root[0] == "fragments"
        users = [home for home, used in using.items() if is_piece and root in used]
        homes = {root, *users}
        used = {each for home in homes for each in using.get(home, ())}
        return homes | {each for each in used if runs or each[0] == "fragments"}

    def _named_states(self, *, runs: bool) -> list[tuple[Path, str]]:
        homes = self._homes(runs=runs)
        return [
            (path, full_name(path))
            for path in self.scopes.pages.declared
            if path[-2:-1] and path[-2] in _STATES and path[:2] in homes
        ]

    def _values_of(self, fact: str) -> Names:
        for path in self.scopes.named(("facts",), fact, self.path):
            page = self.scopes.pages.get(self.scopes.pages.declared[path][0].file)
            if page is not None:
                yield from self._values(path, page)

    def _values(self, fact: Path, page: WrittenPage) -> Names:
        yield from self._below((*fact, "values"))
        checklist = page.values.get((*fact, "checklist"))
        if checklist is not None:
            yield from self._below(("checklists", checklist, "gives"))

    def _below(self, above: Path) -> Names:
        for path in self.scopes.pages.declared:
            if path[:-1] == above:
                yield self._titled(path)

    def _titled(self, path: Path) -> tuple[str, str]:
        return str(path[-1]), self._title(path)

    def _title(self, path: Path) -> str:
        return self.scopes.pages.title(path, self.language)
