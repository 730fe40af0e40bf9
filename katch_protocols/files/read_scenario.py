"""From the text of a scenario to its noun, or to everything that is wrong."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from pydantic import ValidationError

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.read import refuse
from katch_protocols.files.schemas.scenarios import SCENARIO
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.files.yaml_nodes import Map, PlaceIndex
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import DEFAULT, MOST_VARIANTS, Scenario
from katch_protocols.words.lists import as_typed

__all__ = ["ScenarioReading", "read_scenario"]

_ROOT = ("scenario",)


class ScenarioReading(Struct, frozen=True):
    """A scenario as far as it could be read; ``None`` where it cannot be used."""

    scenario: Scenario | None
    findings: tuple[Finding, ...]


def read_scenario(data: bytes, name: str, handbook: Handbook) -> ScenarioReading:
    """Read a scenario of a handbook; whatever is wrong is a finding with its place.

    Args:
        data: the bytes of the file.
        name: how the file is called in findings.
        handbook: whose protocols, roles and facts it names.
    """
    ledger = Diagnostics()
    sheet = SourceFile(name, ledger, handbook.languages)
    tree = load(data, sheet, _ROOT)
    if tree is None:
        return ScenarioReading(None, tuple(ledger.findings))
    found = SCENARIO.fields(tree, "scenario", sheet)
    _Names(tree, sheet, handbook).check()
    if ledger.findings or not isinstance(found, dict):
        return ScenarioReading(None, tuple(ledger.findings))
    try:
        scenario = Scenario(**found)
    except ValidationError as error:
        refuse(error, PlaceIndex({_ROOT: (name, tree)}), ledger)
        return ScenarioReading(None, tuple(ledger.findings))
    return ScenarioReading(scenario, ())


class _Names:
    """Looks every name of a scenario up in the handbook."""

    def __init__(self, tree: Map, sheet: SourceFile, handbook: Handbook) -> None:
        self.tree, self.sheet, self.handbook = tree, sheet, handbook
        named = tree.get("protocols")
        every = named if isinstance(named, list) else [named]
        self.charts: dict[str, Chart] = {
            name: chart(handbook.protocols[name], handbook)
            for name in every
            if isinstance(name, str) and name in handbook.protocols
        }

    def check(self) -> None:
        """Write a finding for each name that means nothing here."""
        book = self.handbook
        self._each("protocols", "unknown-protocol", book.protocols)
        self._region()
        self._variants()
        for holder in (self.tree, *self._inner("compare")):
            self._activities(holder, "work", also=(DEFAULT,))
            self._activities(holder, "waits")
            self._activities(holder, "happens")
            self._happens(holder)
            self._values(holder)
            self._choices(holder)
            self._posts(holder)
        run = self.tree.get("run")
        until = run.get("until") if isinstance(run, Map) else None
        if isinstance(until, Map):
            for name in until:
                self._known(until, name, "unknown-measured", book.measured, "name")

    def _inner(self, key: str) -> Iterator[Map]:
        found = self.tree.get(key)
        if isinstance(found, Map):
            yield from (each for each in found.values() if isinstance(each, Map))

    def _each(self, key: str, rule: str, known: Iterable[str]) -> None:
        raw = self.tree.get(key)
        if raw == []:
            mark = self.tree.key_mark(key)
            self.sheet.refuse_at("missing-key", mark, self.tree.path, key=key)
        if isinstance(raw, str) and raw not in known:
            self.sheet.refuse(rule, self.tree, key, self._near(raw, known), name=raw)
        if isinstance(raw, list):
            for at, name in enumerate(raw):
                if isinstance(name, str) and name not in known:
                    self.sheet.refuse(rule, raw, at, self._near(name, known), name=name)

    def _near(self, name: str, known: Iterable[str]) -> str | None:
        return self.sheet.near(name, tuple(known))

    def _known(
        self, node: Map, name: str, rule: str, known: Iterable[str], fact: str
    ) -> None:
        if name not in known:
            near = self._near(name, known)
            self.sheet.refuse_key(rule, node, name, near, **{fact: name})

    def _region(self) -> None:
        raw, known = self.tree.get("region"), self.handbook.regions
        if raw is None and known:
            self.sheet.refuse_at("missing-key", 0, self.tree.path, key="region")
        elif not isinstance(raw, str) or raw in known or not is_id(raw):
            return  # what is no id is told as that
        elif not known:
            self.sheet.refuse("region-of-none", self.tree, "region", None, region=raw)
        else:
            near, listed = self._near(raw, known), as_typed(known)
            self.sheet.refuse(
                "not-one-of", self.tree, "region", near, value=raw, known=listed
            )

    def _variants(self) -> None:
        raw = self.tree.get("compare")
        if isinstance(raw, Map) and len(raw) > MOST_VARIANTS:
            value, known = str(len(raw)), f"1–{MOST_VARIANTS}"
            self.sheet.refuse_key(
                "not-one-of", self.tree, "compare", None, value=value, known=known
            )

    def _activities(self, holder: Map, key: str, also: tuple[str, ...] = ()) -> None:
        raw = holder.get(key)
        if isinstance(raw, Map) and self.charts:
            names = [name for each in self.charts.values() for name in each.activities]
            known = {*names, *_bare(names), *also}
            for name in raw:
                self._known(raw, name, "unknown-activity", known, "activity")

    def _happens(self, holder: Map) -> None:
        """Refuse what cases of the scenario tell: what becomes of one is no chance."""
        raw = holder.get("happens")
        if not isinstance(raw, Map):
            return
        for name in raw:
            told = {
                teller
                for made in self.charts.values()
                for full in made.activities
                if name in {full, *_bare([full])}
                for teller in made.tellers(full)
            }
            here = sorted(told & {*self.charts})
            if here:
                facts = {"activity": name, "protocol": here[0]}
                self.sheet.refuse_key("told-by-cases", raw, name, None, **facts)

    def _values(self, holder: Map) -> None:
        raw = holder.get("values")
        if not isinstance(raw, Map) or not self.charts:
            return
        facts = {
            name: each for c in self.charts.values() for name, each in c.facts.items()
        }
        for name, inner in raw.items():
            self._known(raw, name, "unknown-fact", facts, "fact")
            if name not in facts or not isinstance(inner, Map):
                continue
            known = tuple(facts[name].values)
            for value in inner:
                if value not in {*known, "basis", "source"}:
                    near, listed = self._near(value, known), as_typed(known)
                    self.sheet.refuse_key(
                        "unknown-value",
                        inner,
                        value,
                        near,
                        value=value,
                        fact=name,
                        values=listed,
                    )

    def _choices(self, holder: Map) -> None:
        raw = holder.get("choices")
        if not isinstance(raw, Map) or not self.charts:
            return
        here = self._by_state()
        for name, inner in raw.items():
            self._known(raw, name, "unknown-state", here, "state")
            if name in here and isinstance(inner, Map):
                known = {*here[name], *_bare(here[name])}
                for activity in inner:
                    if activity not in {"basis", "source"}:
                        self._known(
                            inner, activity, "unknown-activity", known, "activity"
                        )

    def _by_state(self) -> Mapping[str, list[str]]:
        """Return the activities of each state, by its name and its last part.

        Its name may stand behind that of its protocol, for another may have one as it.
        """
        found: dict[str, list[str]] = {}
        for protocol, made in self.charts.items():
            for entry in made.entries:
                name = made.nodes[entry.node].name
                for key in {f"{protocol}.{name}", name, name.rpartition(".")[2]}:
                    if name:
                        found.setdefault(key, []).append(entry.activity)
        return found

    def _posts(self, holder: Map) -> None:
        raw = holder.get("posts")
        if not isinstance(raw, Map):
            return
        region = self.handbook.regions.get(str(self.tree.get("region")))
        here = {} if region is None else region.posts
        above = self.tree.get("posts")
        added = above if isinstance(above, Map) and holder is not self.tree else {}
        for name, inner in raw.items():
            if not isinstance(inner, Map):
                continue
            self._roles(inner)
            # Of a region that is not known nobody knows its posts.
            is_unknown = region is None and bool(self.handbook.regions)
            if name in here or name in added or is_unknown:
                continue
            for key in ("roles", "people"):
                if inner.get(key) is None:
                    self.sheet.refuse_key("missing-key", raw, name, None, key=key)

    def _roles(self, post: Map) -> None:
        raw, known = post.get("roles"), self.handbook.roles
        if isinstance(raw, str) and raw not in known:
            near = self._near(raw, known)
            self.sheet.refuse("unknown-role", post, "roles", near, name=raw)
        if isinstance(raw, list):
            for at, name in enumerate(raw):
                if isinstance(name, str) and name not in known:
                    near = self._near(name, known)
                    self.sheet.refuse("unknown-role", raw, at, near, name=name)


def _bare(names: Iterable[str]) -> Iterator[str]:
    return (name.rpartition(".")[2] for name in names)
