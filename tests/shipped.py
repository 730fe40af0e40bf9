"""The shipped handbook and what is made of it, worked out once by each worker.

Files that ask for the same are given to one worker: ``TOGETHER`` in ``conftest.py``.
What is proved and measured of it is ``kept`` as commands keep it, for both workers and
for the next run: under a digest of the library and of all that a proof can see, so that
whatever changes is proved anew. ``.ci/run`` proves it just before, in its check.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from katch_protocols.files.answer_file import answer_file
from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.make import PaperKind, make_paper
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context

__all__ = [
    "DAY",
    "LANGUAGES",
    "LARGE",
    "LONGEST_WORDS",
    "PROTOCOLS",
    "cards",
    "context",
    "findings",
    "gathered",
    "in_turn",
    "kept",
    "on_paper",
    "reading",
]

PROTOCOLS = Path(__file__).parents[1] / "protocols"
ANSWERS = Path(__file__).parents[1] / ".pytest_cache" / "d" / "answers"
"""Where answers are kept; ``.ci/run`` names it too."""

DAY = date(2026, 11, 1)
"""The day on which bindings and agencies count; the project's grants ended before."""

LANGUAGES = ("en", "ru", "kk")
_EVERY = bool(os.environ.get("KATCH_EVERY_LANGUAGE"))
LONGEST_WORDS = LANGUAGES if _EVERY else ("kk",)
"""Where what is asked is room, Kazakh needs most; ``KATCH_EVERY_LANGUAGE=1``: all."""
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


@contextmanager
def kept() -> Iterator[None]:
    """Prove and measure once what is proved and measured inside, by commands too."""
    named = {"KATCH_CACHE": str(ANSWERS)}
    cache = answer_file(PROTOCOLS, named)
    with keeping(cache), patch.dict(os.environ, named):
        yield
    if cache is not None:
        cache.save()


@cache
def context() -> Context:
    """Return what follows from it, proofs and all: each is worked out once."""
    found = Context(reading().sound(), as_of=DAY)
    with kept():
        assert found.proofs
    return found


@cache
def findings() -> tuple[Finding, ...]:
    """Return everything that a check finds in it; its reading has findings too."""
    with kept():
        return check_context(context())


def in_turn(name: str) -> tuple[str, ...]:
    """Return the languages in which the papers of a protocol are looked at.

    It is one, by the place of the protocol among the large ones or after them; with
    ``KATCH_EVERY_LANGUAGE=1`` in the environment they are all.
    """
    if _EVERY:
        return LANGUAGES
    order = list(dict.fromkeys((*LARGE, *reading().sound().protocols)))
    at = order.index(name) % len(LANGUAGES)
    return LANGUAGES[at : at + 1]


def on_paper() -> list[tuple[str, str]]:
    """Return the protocols of which cards are printed, each with its languages.

    They are every third one but assistance, whose cards take as long as those of the
    others together; others are looked at on slides, and the cards of all as drawings.
    With ``KATCH_EVERY_LANGUAGE=1`` they are all, in all languages, but those of
    assistance in English: there a page parts a row, and its text loses its order.
    """
    parted = {("referral_and_assistance", "en"): ("referral_and_assistance", "kk")}
    names = list(reading().sound().protocols)
    some = names if _EVERY else names[2:-1:3]
    found = ((name, language) for name in some for language in in_turn(name))
    return list(dict.fromkeys(parted.get(each, each) for each in found))


@cache
def gathered(name: str) -> Gathered:
    """Gather what the papers of a protocol tell."""
    handbook = reading().sound()
    return Gathered(handbook.protocols[name], handbook)


@cache
def cards(name: str, language: str) -> bytes:
    """Make the cards of a protocol, as a PDF."""
    with kept():
        return make_paper(gathered(name), PaperKind.CARDS, language)[1]
