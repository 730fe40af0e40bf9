"""What ``katch COMMAND --help`` prints, in the language of the reader."""

from collections.abc import Mapping
from enum import EnumType

from typer.core import TyperArgument, TyperCommand, TyperOption

from katch_protocols.words.say import entries

__all__ = ["help_page"]


def help_page(command: TyperCommand, language: str) -> str:
    """Return the page of one command, without a last line break."""
    said = entries("help", language)
    name = command.name or ""
    arguments = [each for each in command.params if isinstance(each, TyperArgument)]
    options = [each for each in command.params if isinstance(each, TyperOption)]
    usage = " ".join([said["command-usage"], name, *map(_shape, arguments)])
    lines = [f"{usage} [{said['options'].upper()}]", "", said[name]]
    if arguments:
        rows = [
            (_shape(each), said[_key(name, "argument", each, said)])
            for each in arguments
        ]
        lines += ["", said["arguments"], *_table(rows)]
    rows = [(_flags(each), _said(name, each, said)) for each in options]
    rows.append(("-h, --help", said["option-help"]))
    return "\n".join([*lines, "", said["options"], *_table(rows)])


def _shape(argument: TyperArgument) -> str:
    shape = argument.metavar or ""
    return shape if argument.required else f"[{shape}]"


def _flags(option: TyperOption) -> str:
    flags = ", ".join(sorted(option.opts, key=len))
    return f"{flags} {option.metavar}" if option.metavar else flags


def _key(
    command: str,
    kind: str,
    parameter: TyperArgument | TyperOption,
    said: Mapping[str, str],
) -> str:
    """Return the text of a parameter: that of this command, else that of all."""
    known_as = parameter.name if kind == "argument" else max(parameter.opts, key=len)
    name = (known_as or "").lstrip("-")
    own = f"{kind}-{command}-{name}"
    return own if own in said else f"{kind}-{name}"


def _said(command: str, option: TyperOption, said: Mapping[str, str]) -> str:
    """Return what an option is for; its choices where these say it all."""
    key = _key(command, "option", option, said)
    choices = option.type_descriptor.annotation
    if key not in said and isinstance(choices, EnumType):
        return f"{', '.join(map(str, choices))}."
    return said[key]


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {left:<{width}}  {right}" for left, right in rows]
