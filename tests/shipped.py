"""The shipped handbook and what is made of it, worked out once by each worker.

Files that ask for the same are given to one worker: ``TOGETHER`` in ``conftest.py``.
"""

import os
from datetime import date
from functools import cache
from pathlib import Path

from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.make import PaperKind, make_paper
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context

__all__ = [
    "DAY",
    "LANGUAGES",
    "LARGE",
    "cards",
    "context",
    "findings",
    "gathered",
    "in_turn",
    "reading",
]

PROTOCOLS = Path(__file__).parents[1] / "protocols"

DAY = date(2026, 11, 1)
"""The day on which bindings and agencies count; the project's grants ended before."""

LANGUAGES = ("en", "ru", "kk")
LARGE = (
    "acml_identification_and_support",
    "champion_outreach",
    "cross_border_return",
    "identification_child_tip",
    "justice_child_sensitive",
    "protocol_governance",
    "referral_and_assistance",
)
"""The protocols of which many agencies have a part."""


@cache
def reading() -> Reading:
    """Read the handbook of ``protocols/``."""
    return read(PROTOCOLS)


@cache
def context() -> Context:
    """Return what follows from it, proofs and all: each is worked out once."""
    return Context(reading().sound(), as_of=DAY)


@cache
def findings() -> tuple[Finding, ...]:
    """Return everything that a check finds in it; its reading has findings too."""
    return check_context(context())


def in_turn(name: str) -> tuple[str, ...]:
    """Return the languages in which the papers of a protocol are looked at.

    It is one, by the place of the protocol among the large ones or after them; with
    ``KATCH_EVERY_LANGUAGE=1`` in the environment they are all.
    """
    if os.environ.get("KATCH_EVERY_LANGUAGE"):
        return LANGUAGES
    order = list(dict.fromkeys((*LARGE, *reading().sound().protocols)))
    at = order.index(name) % len(LANGUAGES)
    return LANGUAGES[at : at + 1]


@cache
def gathered(name: str) -> Gathered:
    """Gather what the papers of a protocol tell."""
    handbook = reading().sound()
    return Gathered(handbook.protocols[name], handbook)


@cache
def cards(name: str, language: str) -> bytes:
    """Make the cards of a protocol, as a PDF."""
    return make_paper(gathered(name), PaperKind.CARDS, language)[1]
