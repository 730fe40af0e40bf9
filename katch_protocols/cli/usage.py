"""The terminal library's complaints, said in our words."""

import typer
from typer.core import TyperCommand

from katch_protocols.cli.refusals import Refusal, unknown

__all__ = ["usage_refusal"]


def usage_refusal(
    error: typer.TyperException, name: str, command: TyperCommand
) -> Refusal:
    """Return the refusal of words that the command ``name`` does not take."""
    return _complaint(error, name, command).and_see("see-help", command=name)


def _complaint(
    error: typer.TyperException, name: str, command: TyperCommand
) -> Refusal:
    # The library does not publish the names of its exceptions, only of their root;
    # what they carry tells them apart.
    kind = type(error).__name__
    if kind == "NoSuchOption":
        known = [flag for each in command.params for flag in each.opts]
        refusal = unknown("unknown-option", _text(error, "option_name"), known)
        refusal.facts["command"] = name
        return refusal
    if kind == "MissingParameter":
        wanted = getattr(getattr(error, "param", None), "metavar", None) or ""
        return Refusal("missing-argument", command=name, name=wanted)
    if kind == "BadOptionUsage":
        option = _text(error, "option_name")
        return Refusal("misused-option", command=name, name=option)
    if isinstance(error, typer.BadParameter):
        option = getattr(getattr(error, "param", None), "opts", [""])[0]
        return Refusal("misused-option", command=name, name=option)
    return Refusal("too-many-words", command=name)


def _text(error: typer.TyperException, attribute: str) -> str:
    return str(getattr(error, attribute, ""))
