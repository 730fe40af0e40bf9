"""Every use of a name that the whole handbook shares, each with its path.

Names of states, activities, facts, documents and phases belong to a protocol; its chart
finds those.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from katch_protocols.files.file_kinds import written_as
from katch_protocols.findings import Path
from katch_protocols.model.activities import (
    ACTOR,
    NOBODY,
    Activity,
    Handover,
    Opens,
    Raci,
)
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.documents import Document, Fact
from katch_protocols.model.handbook import FILED, Handbook, Question
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, Noun
from katch_protocols.model.parties import Agency, Binding, Post, Region, Role
from katch_protocols.model.path import Inject, StoryMoment
from katch_protocols.model.protocol import Protocol, Waiver
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import Branch, State, Timer
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "NameOf",
    "Parts",
    "Reference",
    "known_names",
    "mentioned",
    "names_meant",
    "parts",
    "references",
]


Parts = Mapping[type[Noun], tuple[tuple[Path, Any], ...]]
"""Nouns by their type, in the order of the files, each behind its path."""

_UNWALKED = frozenset({"when", "rule", "duties"})
"""Fields that a file writes as one sentence: nothing below has a place of its own. What
bodies agreed to holds no nouns."""


def parts(handbook: Handbook) -> Parts:
    """Walk the handbook once and sort its nouns by type."""
    found: dict[type[Noun], list[tuple[Path, Noun]]] = defaultdict(list)
    for key, value in handbook.__dict__.items():
        root = written_as().get((Handbook, key), (key,))
        path: Path = root if root[0] in FILED else ("handbook", *root)
        for where, noun in _inside(value, path):
            found[type(noun)].append((where, noun))
    return {kind: tuple(nouns) for kind, nouns in found.items()}


def _inside(value: object, path: Path) -> Iterator[tuple[Path, Noun]]:
    if isinstance(value, Noun):
        yield path, value
        if not isinstance(value, Label):
            yield from _fields(value, path)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _inside(each, (*path, key))
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            key = str(each.limit) if isinstance(each, Timer) else position
            yield from _inside(each, (*path, key))


def _fields(noun: Noun, path: Path) -> Iterator[tuple[Path, Noun]]:
    for key, value in noun.__dict__.items():
        if isinstance(noun, Fact) and noun.checklist and key == "values":
            continue  # what the checklist gives is written there
        if not value or key in _UNWALKED or isinstance(value, str):
            continue
        written = written_as().get((type(noun), key), (key,))
        yield from _inside(value, (*path, *written))


class NameOf(StrEnum):
    """What a name is the name of; ``party`` is a role or an agency."""

    AGENCY = "agency"
    CHECKLIST = "checklist"
    DATA = "data"
    FAMILY = "family"
    FRAGMENT = "fragment"
    FUNCTION = "function"
    MEASURED = "measured"
    PARTY = "party"
    PRINCIPLE = "principle"
    PROTOCOL = "protocol"
    QUALIFICATION = "qualification"
    ROLE = "role"
    SOURCE = "source"


class Reference(Struct, frozen=True):
    """One use of a name: where it is written."""

    name: str
    path: Path


def known_names(handbook: Handbook) -> Mapping[NameOf, Mapping[str, object]]:
    """Return the declared names of each kind, in the order of the files."""
    return {
        NameOf.AGENCY: handbook.agencies,
        NameOf.CHECKLIST: handbook.checklists,
        NameOf.DATA: handbook.data,
        NameOf.FAMILY: handbook.families,
        NameOf.FRAGMENT: handbook.fragments,
        NameOf.FUNCTION: handbook.functions,
        NameOf.MEASURED: handbook.measured,
        NameOf.PARTY: {**handbook.roles, **handbook.agencies},
        NameOf.PRINCIPLE: handbook.principles,
        NameOf.PROTOCOL: handbook.protocols,
        NameOf.QUALIFICATION: handbook.qualifications,
        NameOf.ROLE: handbook.roles,
        NameOf.SOURCE: handbook.sources,
    }


def names_meant(
    unknown: Mapping[NameOf, tuple[Reference, ...]],
    known: Mapping[NameOf, Mapping[str, object]],
) -> Mapping[NameOf, frozenset[str]]:
    """Return the names nearest to those that are ``unknown``, of each kind.

    A party may be a role or an agency.
    """
    found: dict[NameOf, set[str]] = {kind: set() for kind in known}
    for kind, some in unknown.items():
        for use in some:
            found[kind].update(nearest_names(use.name, known[kind]))
    for kind in (NameOf.ROLE, NameOf.AGENCY):
        found[kind] |= found[NameOf.PARTY]
    return {kind: frozenset(names) for kind, names in found.items()}


_FIELDS: Mapping[type[Noun], Mapping[str, tuple[str, NameOf]]] = {
    Activity: {
        "function": ("function", NameOf.FUNCTION),
        "qualified": ("qualified", NameOf.QUALIFICATION),
        "counts_as": ("counts_as", NameOf.MEASURED),
        "escalate_to": ("escalate_to", NameOf.PARTY),
    },
    Agency: {
        "part_of": ("part_of", NameOf.AGENCY),
        "family": ("family", NameOf.FAMILY),
        "may_see": ("may_see", NameOf.DATA),
    },
    Binding: {
        "agency": ("agency", NameOf.AGENCY),
    },
    Document: {
        "contains": ("contains", NameOf.DATA),
    },
    Fact: {"checklist": ("checklist", NameOf.CHECKLIST)},
    Escalation: {"tell": ("tell", NameOf.PARTY)},
    Handover: {"to": ("to", NameOf.ROLE)},
    StoryMoment: {"promises": ("promises", NameOf.PRINCIPLE)},
    Inject: {"promises": ("promises", NameOf.PRINCIPLE)},
    Opens: {"protocol": ("protocol", NameOf.PROTOCOL)},
    Post: {"roles": ("roles", NameOf.ROLE)},
    Protocol: {
        "use": ("use", NameOf.FRAGMENT),
    },
    Question: {
        "about": ("about", NameOf.PARTY),
    },
    Raci: {
        "by": ("by", NameOf.ROLE),
        "together_with": ("together_with", NameOf.ROLE),
        "accountable": ("accountable", NameOf.PARTY),
        "consult": ("consult", NameOf.PARTY),
        "inform": ("inform", NameOf.PARTY),
    },
    RegisterEntry: {"owner": ("owner", NameOf.PARTY)},
    Role: {
        "agencies": ("agency", NameOf.AGENCY),
        "members": ("members", NameOf.ROLE),
        "chair": ("chair", NameOf.ROLE),
    },
    Safeguard: {
        "binds": ("binds", NameOf.PROTOCOL),
        "principle": ("principle", NameOf.PRINCIPLE),
    },
    State: {
        "held_by": ("held_by", NameOf.ROLE),
        "function": ("function", NameOf.FUNCTION),
        "escalate_to": ("escalate_to", NameOf.PARTY),
        "runs": ("runs", NameOf.PROTOCOL),
        "counts_as": ("counts_as", NameOf.MEASURED),
    },
    Waiver: {"by": ("by", NameOf.PARTY)},
}
"""Field of a noun: how a file writes it, and what its names name."""

Found = Iterator[tuple[NameOf, Reference]]


def references(parts: Parts) -> Mapping[NameOf, tuple[Reference, ...]]:
    """Return every use of a shared name by kind, in the order of the files."""
    found: dict[NameOf, list[Reference]] = defaultdict(list)
    for noun_type, fields in _FIELDS.items():
        for path, noun in parts.get(noun_type, ()):
            for field, (key, kind) in fields.items():
                names = getattr(noun, field)
                for reference in _names(names, (*path, key)):
                    found[kind].append(reference)
    for kind, reference in _mappings(parts):
        found[kind].append(reference)
    return {kind: tuple(uses) for kind, uses in found.items()}


def _names(names: str | tuple[str, ...] | None, path: Path) -> Iterator[Reference]:
    if isinstance(names, str):
        yield Reference(names, path)
        return
    for position, name in enumerate(names or ()):
        if name != ACTOR or path[-1] != "accountable":
            yield Reference(name, (*path, position))


def _mappings(parts: Parts) -> Found:
    """Yield the names that are keys of a mapping, or stand in its values."""
    for path, citation in parts.get(Citation, ()):
        yield NameOf.SOURCE, Reference(citation.source, path)
    yield from _agreements(parts)
    yield from _mandates(parts)
    yield from _regions(parts)
    for path, act in parts.get(Activity, ()):
        for document, receivers in act.sends.items():
            for reference in _names(receivers, (*path, "sends", document)):
                yield NameOf.PARTY, reference
        for position, told in enumerate(act.raci.told_by):
            if told != NOBODY:
                where = (*path, "by", position)
                yield NameOf.PROTOCOL, Reference(told.partition(".")[0], where)
    for path, safeguard in parts.get(Safeguard, ()):
        yield from _sentence(safeguard, (*path, "rule"))


def _regions(parts: Parts) -> Found:
    for path, region in parts.get(Region, ()):
        for role in region.roles:
            yield NameOf.ROLE, Reference(role, (*path, "roles", role))
        for protocol in region.progress:
            where = (*path, "progress", protocol)
            yield NameOf.PROTOCOL, Reference(protocol, where)
    for path, post in parts.get(Post, ()):
        for name in post.qualified:
            yield NameOf.QUALIFICATION, Reference(name, (*path, "qualified", name))


def _agreements(parts: Parts) -> Found:
    """Yield the body of each agreement.

    A protocol of which an agreement speaks may be gone: that has a finding of its own.
    """
    bodies = dict.fromkeys(path[:2] for path, _ in parts.get(Agreement, ()))
    for path in bodies:
        yield NameOf.AGENCY, Reference(str(path[1]), path)


def _mandates(parts: Parts) -> Found:
    for path, agency in parts.get(Agency, ()):
        for function in agency.mandates:
            yield NameOf.FUNCTION, Reference(function, (*path, "mandates", function))


def _sentence(safeguard: Safeguard, path: Path) -> Found:
    for mention in names_in(safeguard.rule):
        if mention.kind in _SHARED:
            yield _SHARED[mention.kind], Reference(mention.name, path)


_SHARED = {NameKind.ACTOR: NameOf.PARTY, NameKind.ROLE: NameOf.ROLE}
"""The names of a sentence that the whole handbook shares."""


def mentioned(parts: Parts) -> frozenset[str]:
    """Return every name that a condition, a safeguard or an activity's effect uses."""
    return frozenset(_mentions(parts))


def _mentions(parts: Parts) -> Iterator[str]:
    for _, act in parts.get(Activity, ()):
        yield from (*act.records, *act.sets, *act.forgets)
        yield from (*act.needs, *act.produces, *act.sends)
        if act.when is not None:
            yield from (mention.name for mention in names_in(act.when))
    for _, branch in parts.get(Branch, ()):
        if branch.when is not None:
            yield from (mention.name for mention in names_in(branch.when))
    for _, safeguard in parts.get(Safeguard, ()):
        yield from (mention.name for mention in names_in(safeguard.rule))
