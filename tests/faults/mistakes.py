"""Typical mistakes of people who draft protocols: read, made, and looked for.

``NAME.yaml`` beside this file lists those of one shipped protocol. Each names what is
changed, the rule whose finding must appear, and a name that the finding must speak of.
"""

import json
import os
import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.files.read import Reading
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rules
from tests.faults.reading import Loaded

__all__ = ["LISTS", "LOADED", "Mistake", "Shipped", "made", "mistakes"]

HERE = Path(__file__).parent
PROTOCOLS = HERE.parents[1] / "protocols"
LISTS = tuple(sorted(path.stem for path in HERE.glob("*.yaml")))
"""The protocols that have a list of mistakes."""

AGREED = "agreed.yaml"
"""What the bodies have agreed to: the duties of today, as proposed."""

DAY = date(2026, 11, 1)
"""The day on which waivers and bindings are looked at."""

LOADED = Loaded()
"""Most files are the same in every mistake, so they are read once."""

WHOLE = float(os.environ.get("KATCH_EXAMPLES", "1")) > 1
TURNS = 24
"""A usual run makes every 24th mistake that one rule finds in one protocol."""

PROVED = "safeguard-broken"
"""The rule of which only the promises in question are proved."""

_PROTOCOL = re.compile(r"(?m)^protocol: *(\w+)")
_RUNS = re.compile(r"(?m)^ *runs: *(\w+)")
_OPENS = re.compile(r"\bopens: *(?:\{protocol: *)?(\w+)|\{protocol: *(\w+)")


class _Plain(yaml.CSafeLoader):
    """YAML as a handbook reads it: all but ``true``, ``false``, integers is text."""


_Plain.yaml_implicit_resolvers = {}
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf")
)
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[0-9]{1,12}$"), list("0123456789")
)


def _load(text: str) -> Any:
    return yaml.load(text, Loader=_Plain)  # noqa: S506 - safe: builds no objects


def _dump(plain: Any) -> str:
    """Write a file as JSON: it is YAML too, and made in a tenth of the time."""
    return json.dumps(plain, ensure_ascii=False)


@dataclass(frozen=True)
class Mistake:
    """One mistake: parts that are cut and put, in a file, and what must be found.

    A path is parted by dots. Its first part is looked for anywhere in the file, the
    outermost first; numbers count the lines of a list from 0. ``safeguard`` is the one
    in question, if ``at`` does not name it.
    """

    protocol: str
    mistake: str
    rule: str
    at: str
    file: str
    safeguard: str = ""
    cut: tuple[str, ...] = ()
    put: Mapping[str, Any] = field(default_factory=dict)

    def make(self, plain: dict[str, Any]) -> None:
        """Make the mistake in the plain data of its file."""
        for path in self.cut:
            holder, last = _holder(plain, path, known=True)
            del holder[last]
        for path, value in self.put.items():
            holder, last = _holder(plain, path, known=False)
            holder[last] = deepcopy(value)


def _holder(plain: Any, path: str, *, known: bool) -> tuple[Any, Any]:
    """Return what holds the last part of a path, and the key of that part."""
    first, *rest = path.split(".")
    here = _outermost(plain, first) if rest or known else plain
    for part in (first, *rest)[:-1]:
        here = here[_key(here, part)]
    last = _key(here, (first, *rest)[-1])
    if known and isinstance(here, dict) and last not in here:
        raise KeyError(path)
    return here, last


def _key(here: Any, part: str) -> Any:
    return int(part) if isinstance(here, list) else part


def _outermost(plain: Any, key: str) -> dict[str, Any]:
    queue = deque([plain])
    while queue:
        here = queue.popleft()
        if isinstance(here, dict):
            if key in here:
                return here
            queue.extend(here.values())
        elif isinstance(here, list):
            queue.extend(here)
    raise KeyError(key)


@cache
def mistakes(protocol: str) -> Sequence[Mistake]:
    """Return the mistakes of one protocol, in the order of the list."""
    return tuple(_listed(protocol))


def _listed(protocol: str) -> Iterator[Mistake]:
    for row in _load((HERE / f"{protocol}.yaml").read_text(encoding="utf-8")):
        cut = row.pop("cut", ())
        row["cut"] = (cut,) if isinstance(cut, str) else tuple(cut)
        row.setdefault("file", f"{protocol}.yaml")
        yield Mistake(protocol, **row)


def made(protocol: str) -> Iterator[tuple[int, Mistake]]:
    """Yield the mistakes that a run makes, each with its number in the list.

    Of those that one rule finds in a protocol they are the first, the 25th and so on. A
    rule that finds some in many protocols is tried in every third of them, or second
    if they are few; which, goes by its place among the rules. Promises are broken in
    all. With ``KATCH_EXAMPLES`` above 1 in the environment they are all.
    """
    met = Counter[str]()
    for number, each in enumerate(mistakes(protocol), start=1):
        met[each.rule] += 1
        if WHOLE or (met[each.rule] % TURNS == 1 and _is_tried(each.rule, protocol)):
            yield number, each


def _is_tried(rule: str, protocol: str) -> bool:
    """Tell whether a usual run tries a rule in a protocol."""
    found = _found_in()[rule]
    turns = 2 if len(found) <= 2 * _FEW else 3
    first = sorted(_found_in()).index(rule) % turns
    is_always = rule == PROVED or len(found) <= _FEW
    return is_always or protocol in found[first::turns]


_FEW = 3
"""In so many protocols a rule is always tried, in twice as many in every second."""


@cache
def _found_in() -> Mapping[str, Sequence[str]]:
    """Return of each rule the protocols in which it finds some mistake."""
    found: dict[str, list[str]] = {}
    for name in LISTS:
        for rule in dict.fromkeys(each.rule for each in mistakes(name)):
            found.setdefault(rule, []).append(name)
    return found


Spoken = frozenset[str]
"""The names of which one finding speaks: its path and its facts."""


@dataclass(frozen=True)
class Shipped:
    """The shipped handbook with one protocol and what it runs; others are left out.

    What it opens is there as a door only: who receives the case, and how it ends.
    """

    protocol: str

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Each file of the handbook, by name."""
        every = {
            path.relative_to(PROTOCOLS).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(PROTOCOLS.rglob("*.yaml"))
        }
        wanted = [self.protocol]
        for name in wanted:  # grows as it is walked: what is run runs others
            wanted += set(_RUNS.findall(every[f"{name}.yaml"])) - {*wanted}
        parts = [text for name, text in every.items() if "fragments/" in name]
        parts += [every[f"{name}.yaml"] for name in wanted]
        said = {
            each for text in parts for pair in _OPENS.findall(text) for each in pair
        }
        opened = {each for each in said if f"{each}.yaml" in every} - {*wanted}
        others = {
            name
            for name, text in every.items()
            if (found := _PROTOCOL.search(text)) and found[1] not in wanted
        }
        kept = {name: text for name, text in every.items() if name not in others}
        kept |= {f"{name}.yaml": _door(name, every) for name in sorted(opened)}
        kept["safeguards.yaml"] = _binding(kept["safeguards.yaml"], {*wanted})
        return {**kept, AGREED: _agreed(every[AGREED], {*wanted})}

    def plain(self, file: str) -> dict[str, Any]:
        """Return what stands in a file, to be changed at will."""
        return deepcopy(_known(self.texts[file]))

    def with_mistake(self, mistake: Mistake) -> Sequence[Spoken]:
        """Return of what the findings of the mistake's rule speak, once it is made.

        Of the safeguards only the one in question stays, so that a test proves no
        more than it must; and only the one rule is run.
        """
        kept = {mistake.at, mistake.safeguard}
        changed = {name: _only(kept, text) for name, text in self.texts.items()}
        plain = self._plain_with(mistake)
        if "safeguards" in plain:
            plain["safeguards"] = _chosen(kept, plain["safeguards"])
        changed[mistake.file] = _dump(plain)
        reading = LOADED.read(changed)
        ways = patch("katch_protocols.proofs.prove.prove", _promises)
        with ways if mistake.rule == PROVED else nullcontext():
            return _spoken(mistake.rule, reading, _context(reading))

    def files_with(self, mistake: Mistake) -> Mapping[str, str]:
        """Return each file of the handbook, by name, once the mistake is made."""
        return {**self.texts, mistake.file: _dump(self._plain_with(mistake))}

    def _plain_with(self, mistake: Mistake) -> dict[str, Any]:
        plain = self.plain(mistake.file)
        mistake.make(plain)
        return plain

    def without(self, rule: str) -> Sequence[Spoken]:
        """Return of what the findings of a rule speak in the handbook as it is.

        Only the rules that are asked for are run, each once; and only the safeguards
        stay of which some mistake that is made speaks.
        """
        if rule not in self._told:
            self._told[rule] = _spoken(rule, *self._sound)
        return self._told[rule]

    @cached_property
    def _told(self) -> dict[str, Sequence[Spoken]]:
        return {}

    @cached_property
    def _sound(self) -> tuple[Reading, Context]:
        every = [each for _, each in made(self.protocol)]
        kept = {name for each in every for name in (each.at, each.safeguard)}
        reading = LOADED.read({name: _only(kept, t) for name, t in self.texts.items()})
        return reading, Context(reading.sound(), as_of=DAY)


def _door(name: str, every: Mapping[str, str]) -> str:
    """Return an opened protocol as seen by its opener: who receives it, how it ends."""
    plain = _known(every[f"{name}.yaml"])
    used = [_known(every[f"fragments/{part}.yaml"]) for part in plain.get("use", ())]
    states = [
        each for part in (plain, *used) for each in part.get("states", {}).items()
    ]
    text = plain["title"]
    ends = {
        end: {k: v for k, v in each.items() if k not in {"phase", "opens"}}
        for end, each in states
        if each.get("final")
    }
    steps = {
        f"reach_{end}": {
            "title": text,
            "by": _holder_of(plain),
            "accountable": "actor",
            "to": end,
        }
        for end in ends
    }
    here = {
        "title": text,
        "note": text,
        "held_by": _holder_of(plain),
        "activities": steps,
    }
    head = {key: plain[key] for key in ("protocol", "version", "status", "valid_from")}
    return _dump(
        {**head, "title": text, "initial": "here", "states": {"here": here, **ends}}
    )


def _binding(text: str, wanted: Collection[str]) -> str:
    """Return the shared safeguards; of those that name protocols, for some only."""
    plain = deepcopy(_known(text))
    for each in plain["safeguards"].values():
        if "binds" in each:
            binds = (
                each["binds"] if isinstance(each["binds"], list) else [each["binds"]]
            )
            each["binds"] = [name for name in binds if name in wanted]
    every = plain["safeguards"].items()
    kept = {name: each for name, each in every if each.get("binds", True)}
    return _dump({**plain, "safeguards": kept})


def _holder_of(plain: Mapping[str, Any]) -> str:
    """Return who holds an opened case first: who is named first in its text."""
    found = re.search(r'"held_by": "(\w+)"', _dump(plain))
    return found[1] if found else "guardianship"


def _agreed(text: str, wanted: Collection[str]) -> str:
    """Return what bodies agreed to in some protocols only."""
    agreed = _known(text)["agreed"].items()
    return _dump({"agreed": {body: _chosen(wanted, by) for body, by in agreed}})


@cache
def _known(text: str) -> dict[str, Any]:
    """Return what stands in a file of the handbook; nobody changes it."""
    plain: dict[str, Any] = _load(text)
    return plain


def _only(kept: set[str], text: str) -> str:
    if "safeguards" not in _known(text):
        return text
    return _cut(frozenset(kept & set(_known(text)["safeguards"])), text)


@cache
def _cut(kept: frozenset[str], text: str) -> str:
    plain = dict(_known(text))
    plain["safeguards"] = _chosen(kept, plain["safeguards"])
    return _dump(plain)


def _chosen(kept: Collection[str], safeguards: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in safeguards.items() if name in kept}


def _context(reading: Reading) -> Context | None:
    if reading.handbook is None:
        return None
    return Context(reading.handbook, reading.incomplete, DAY)


def _spoken(rule: str, reading: Reading, context: Context | None) -> Sequence[Spoken]:
    read = [_names(each) for each in reading.findings if each.rule == rule]
    if read or context is None:
        return read
    chosen = (each for each in rules() if each.name == rule)
    return [_names(spot) for each in chosen for spot in each.spots(context)]


def _promises(chart: Chart, handbook: Handbook, **how: Any) -> Mapping[str, Proof]:
    """Prove what binds a protocol; whether it is sound is not in question."""
    bound = binding_safeguards(chart, handbook)
    return {name: prove(chart, handbook, only=name, **how)[name] for name in bound}


def _names(found: Finding | Spot) -> Spoken:
    facts = found.facts.values()
    words = (word for fact in facts for word in re.split(r"[\s,/]+", fact))
    return frozenset((*map(str, found.path), *facts, *words))
