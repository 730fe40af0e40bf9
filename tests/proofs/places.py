"""A small handbook with agencies, roles, regions, data and documents, for tests."""

from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer
from katch_protocols.sentences.text import parse_safeguard
from tests.semantics.small import FINAL, TITLE, fact, handbook, protocol

__all__ = ["answer_in", "book_with", "chart_in"]

Plain = dict[str, Any]

HOMES = {
    "officer": ("police",),
    "nurse": ("clinic", "school"),
    "teacher": ("school",),
    "child": (),
}
REGIONS: Plain = {
    "north": {},
    "south": {
        "nurse": {"agency": "clinic"},
        "officer": {"agency": "clinic"},
        "teacher": {"unbound": TITLE},
    },
}
DATA: Plain = {"identity": {}, "health": {"consent": True}}
DOCUMENTS: Plain = {
    "note": {"contains": ("identity",)},
    "report": {"contains": ("identity", "health")},
}
CONSENT = {"consent": fact("given", "refused")}


def book_with(
    *acts: Plain, regions: Plain | None = None, facts: Plain | None = None, **parts: Any
) -> Handbook:
    """Make a handbook whose protocol does the acts one after the other.

    Each act is what an activity is in a file; it leads to the next state unless it
    says ``stay``.
    """
    states: Plain = {}
    for n, act in enumerate(acts):
        plain = dict(act)
        goal = {} if plain.pop("stay", False) else {"to": f"s{n + 1}"}
        name = plain.pop("id")
        raci = {"by": plain.pop("by"), "together_with": plain.pop("with", ())}
        states[f"s{n}"] = {"activities": {name: {"raci": raci, **goal, **plain}}}
    states[f"s{len(acts)}"] = {**FINAL, "outcome": "protected"}
    made = protocol(
        initial="s0",
        states=states,
        documents=DOCUMENTS,
        facts=CONSENT if facts is None else facts,
        **parts,
    )
    return handbook(
        made,
        agencies={
            name: {
                "id": name,
                "title": TITLE,
                "kind": "service",
                "level": "region",
                "may_see": may_see,
            }
            for name, may_see in (
                ("police", ("identity",)),
                ("clinic", ("identity", "health")),
                ("school", ("identity",)),
            )
        },
        roles={
            name: {"id": name, "title": TITLE, "agencies": homes}
            for name, homes in HOMES.items()
        },
        data={
            name: {"id": name, "title": TITLE, **each} for name, each in DATA.items()
        },
        regions={
            name: {"id": name, "title": TITLE, "roles": roles}
            for name, roles in (REGIONS if regions is None else regions).items()
        },
    )


def chart_in(book: Handbook) -> Chart:
    """Return the chart of the one protocol of a made handbook."""
    return chart(book.protocols["p"], book)


def answer_in(book: Handbook, text: str) -> Answer:
    """Prove a sentence about the one protocol of a made handbook."""
    return prove_sentence(
        parse_safeguard(text), ProofSession(chart_in(book), Holders(book))
    )
