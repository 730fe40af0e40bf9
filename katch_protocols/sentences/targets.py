"""Targets of moves: text to noun and back."""

from typing import cast

from katch_protocols.model.activities import Target
from katch_protocols.sentences.parsing import parse
from katch_protocols.sentences.scanning import Form, form

__all__ = ["parse_target", "print_target"]


def parse_target(text: str) -> Target:
    """Read where a move leads: ``triage``, ``assistance.health``, ``resume triage``.

    Raises:
        SentenceError: the text is not a target; says which word is wrong.
    """
    # Every file holds targets, many hold no sentence: these never load the grammar.
    if form(text) in {Form.ID, Form.PATH}:
        return Target(state=text)
    return cast("Target", parse("target", text))


def print_target(target: Target) -> str:
    """Write a target as its one canonical text."""
    return str(target)
