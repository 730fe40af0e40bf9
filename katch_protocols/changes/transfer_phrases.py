"""What passes between agencies, in sentences: one for all that differ only in whom."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.changes.compare import Comparison
from katch_protocols.changes.naming import Naming
from katch_protocols.changes.nouns import ChangeKind, DeliveryChange, HandoffChange
from katch_protocols.model.noun import Id
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import listed

__all__ = ["Passed", "passed"]


class Passed(Struct, frozen=True):
    """One sentence for one agency."""

    agency: Id
    protocol: Id
    kind: ChangeKind
    text: str


class _Way(Struct, frozen=True):
    """Something that an agency hands on or receives, whoever is at the other end."""

    agency: Id
    protocol: Id
    kind: ChangeKind
    phrase: str
    activity: str
    document: Id = ""
    places: tuple[Id, ...] = ()


def passed(comparison: Comparison, naming: Naming) -> Iterator[Passed]:
    """Yield what each agency newly hands on or receives, or no longer."""
    ways: dict[_Way, list[Id]] = {}
    for handoff in comparison.handoffs:
        if handoff.kind is ChangeKind.CHANGED:
            yield from _acknowledged(handoff, naming)
        for way, other in _handed(handoff):
            ways.setdefault(way, []).append(other)
    for delivery in comparison.deliveries:
        for way, other in _delivered(delivery):
            ways.setdefault(way, []).append(other)
    for way, others in ways.items():
        gaps = {
            "whom": naming.in_regions(naming.parties(others), way.places),
            "what": naming.activity(way.protocol, way.activity),
            "paper": _paper(way.protocol, way.document, naming),
        }
        said = naming.word(f"{way.phrase}-{way.kind}", **gaps)
        yield Passed(way.agency, way.protocol, way.kind, said)
    yield from _learnt(comparison, naming)


def _handed(one: HandoffChange) -> Iterator[tuple[_Way, Id]]:
    if one.kind is not ChangeKind.CHANGED:
        rest, places = (one.protocol, one.kind), one.places
        hands = _Way(one.sender, *rest, "hands", one.activity, places=places)
        yield hands, one.receiver
        yield replace(hands, agency=one.receiver, phrase="receives"), one.sender


def _delivered(one: DeliveryChange) -> Iterator[tuple[_Way, Id]]:
    if one.kind is not ChangeKind.CHANGED:
        rest, what = (one.protocol, one.kind), (one.activity, one.document)
        yield _Way(one.sender, *rest, "sends", *what), one.receiver
        yield _Way(one.receiver, *rest, "gets", *what), one.sender


def _acknowledged(one: HandoffChange, naming: Naming) -> Iterator[Passed]:
    phrase = "acknowledged" if one.after else "unacknowledged"
    gaps = {
        "what": naming.activity(one.protocol, one.activity),
        "sender": naming.party(one.sender),
        "receiver": naming.party(one.receiver),
    }
    for agency in (one.sender, one.receiver):
        yield Passed(agency, one.protocol, one.kind, naming.word(phrase, **gaps))


def _learnt(comparison: Comparison, naming: Naming) -> Iterator[Passed]:
    """Yield what a receiver newly learns from a document that it got before, or not."""
    seen: set[tuple[Id, Id, Id]] = set()
    for one in comparison.deliveries:
        key = one.receiver, one.protocol, one.document
        if one.before is None or one.after is None or key in seen:
            continue
        seen.add(key)
        paper = _paper(one.protocol, one.document, naming)
        for kind, data in (
            (ChangeKind.ADDED, [each for each in one.after if each not in one.before]),
            (
                ChangeKind.REMOVED,
                [each for each in one.before if each not in one.after],
            ),
        ):
            if data:
                titles = (in_quotes(naming.entry("data", each)) for each in data)
                named = listed(titles, naming.language)
                said = naming.word(f"data-{kind}", paper=paper, data=named)
                yield Passed(one.receiver, one.protocol, ChangeKind.CHANGED, said)


def _paper(protocol: Id, document: Id, naming: Naming) -> str:
    return naming.document(protocol, document) if document else ""
