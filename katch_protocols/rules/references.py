"""Every use of a name that the whole handbook shares, each with its path.

Names of states, activities, facts, documents and phases belong to a protocol; its chart
finds those.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR, Activity, Handover, Raci
from katch_protocols.model.agencies import Agency
from katch_protocols.model.deadlines import Deadline, Escalation
from katch_protocols.model.documents import Document
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Noun
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.questions import Question
from katch_protocols.model.regions import Binding, Post, Region
from katch_protocols.model.roles import Role
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.model.waivers import Waiver
from katch_protocols.rules.parts import Parts
from katch_protocols.sentences.mentions import names_in

__all__ = ["Kind", "Reference", "known_names", "references"]


class Kind(StrEnum):
    """What a name is the name of; ``party`` is a role or an agency."""

    AGENCY = "agency"
    DATA = "data"
    FRAGMENT = "fragment"
    FUNCTION = "function"
    MEASURED = "measured"
    PARTY = "party"
    PROTOCOL = "protocol"
    QUALIFICATION = "qualification"
    ROLE = "role"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Reference:
    """One use of a name: where it is written."""

    name: str
    path: Path


def known_names(handbook: Handbook) -> Mapping[Kind, Mapping[str, object]]:
    """Return the declared names of each kind, in the order of the files."""
    return {
        Kind.AGENCY: handbook.agencies,
        Kind.DATA: handbook.data,
        Kind.FRAGMENT: handbook.fragments,
        Kind.FUNCTION: handbook.functions,
        Kind.MEASURED: handbook.measured,
        Kind.PARTY: {**handbook.roles, **handbook.agencies},
        Kind.PROTOCOL: handbook.protocols,
        Kind.QUALIFICATION: handbook.qualifications,
        Kind.ROLE: handbook.roles,
        Kind.SOURCE: handbook.sources,
    }


_FIELDS: Mapping[type[Noun], Mapping[str, tuple[str, Kind]]] = {
    Activity: {
        "source": ("source", Kind.SOURCE),
        "function": ("function", Kind.FUNCTION),
        "qualified": ("qualified", Kind.QUALIFICATION),
        "counts_as": ("counts_as", Kind.MEASURED),
    },
    Agency: {
        "part_of": ("part_of", Kind.AGENCY),
        "may_see": ("may_see", Kind.DATA),
        "agreement": ("agreement", Kind.SOURCE),
        "source": ("source", Kind.SOURCE),
    },
    Binding: {
        "agency": ("agency", Kind.AGENCY),
        "source": ("source", Kind.SOURCE),
    },
    Deadline: {"source": ("source", Kind.SOURCE)},
    Document: {
        "contains": ("contains", Kind.DATA),
        "source": ("source", Kind.SOURCE),
    },
    Escalation: {"tell": ("tell", Kind.PARTY)},
    Handover: {"to": ("to", Kind.ROLE), "source": ("source", Kind.SOURCE)},
    Post: {"roles": ("roles", Kind.ROLE)},
    Protocol: {
        "source": ("source", Kind.SOURCE),
        "use": ("use", Kind.FRAGMENT),
    },
    Question: {
        "source": ("source", Kind.SOURCE),
        "about": ("about", Kind.PARTY),
    },
    Raci: {
        "by": ("by", Kind.ROLE),
        "together_with": ("together_with", Kind.ROLE),
        "accountable": ("accountable", Kind.PARTY),
        "consult": ("consult", Kind.PARTY),
        "inform": ("inform", Kind.PARTY),
    },
    Role: {"agencies": ("agency", Kind.AGENCY)},
    Safeguard: {
        "source": ("source", Kind.SOURCE),
        "binds": ("binds", Kind.PROTOCOL),
    },
    State: {
        "source": ("source", Kind.SOURCE),
        "held_by": ("held_by", Kind.ROLE),
        "function": ("function", Kind.FUNCTION),
        "escalate_to": ("escalate_to", Kind.PARTY),
        "runs": ("runs", Kind.PROTOCOL),
        "counts_as": ("counts_as", Kind.MEASURED),
    },
    Waiver: {"by": ("by", Kind.PARTY)},
}
"""Field of a noun: how a file writes it, and what its names name."""

Found = Iterator[tuple[Kind, Reference]]


def references(parts: Parts) -> Mapping[Kind, tuple[Reference, ...]]:
    """Return every use of a shared name by kind, in the order of the files."""
    found: dict[Kind, list[Reference]] = defaultdict(list)
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
    yield from _mandates(parts)
    yield from _regions(parts)
    for path, act in parts.get(Activity, ()):
        for document, receivers in act.sends.items():
            for reference in _names(receivers, (*path, "sends", document)):
                yield Kind.PARTY, reference
    for path, safeguard in parts.get(Safeguard, ()):
        yield from _sentence(safeguard, (*path, "rule"))


def _regions(parts: Parts) -> Found:
    for path, region in parts.get(Region, ()):
        for role in region.roles:
            yield Kind.ROLE, Reference(role, (*path, "roles", role))
    for path, post in parts.get(Post, ()):
        for name in post.qualified:
            yield Kind.QUALIFICATION, Reference(name, (*path, "qualified", name))


def _mandates(parts: Parts) -> Found:
    for path, agency in parts.get(Agency, ()):
        for function, sources in agency.mandates.items():
            where = (*path, "mandates", function)
            yield Kind.FUNCTION, Reference(function, where)
            for reference in _names(sources, where):
                yield Kind.SOURCE, reference


def _sentence(safeguard: Safeguard, path: Path) -> Found:
    for mention in names_in(safeguard.rule):
        if mention.kind in _SHARED:
            yield _SHARED[mention.kind], Reference(mention.name, path)


_SHARED = {NameKind.ACTOR: Kind.PARTY, NameKind.ROLE: Kind.ROLE}
"""The names of a sentence that the whole handbook shares."""
