"""Run one command: parse its words, call it, turn what goes wrong into sentences."""

import gc
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import EnumType
from importlib import import_module

import typer
from typer.core import TyperArgument, TyperCommand, TyperOption
from typer.main import get_command

from katch_protocols.budget import ENDLESS, spending
from katch_protocols.cli.budgets import BUDGET, stand_guard, with_budget
from katch_protocols.cli.commands import (
    ASKS_FOR_PAGE,
    COMMANDS,
    COULD_NOT_RUN,
    FINDINGS,
    INTERRUPTED,
    AnswerForm,
    front_page,
)
from katch_protocols.cli.languages import choose
from katch_protocols.cli.once import require_once
from katch_protocols.cli.options import speak
from katch_protocols.cli.refusals import (
    CommandRefusal,
    UnsoundHandbookError,
    cannot_run,
    over_budget,
    unknown,
    why_not,
)
from katch_protocols.cli.warned import warned
from katch_protocols.errors import BudgetError, KatchError
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.garbage import collect_seldom
from katch_protocols.proofs.kept.answer_cache import current as current_cache
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.sentences.nearness import suggestion
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import entries

__all__ = ["command_named", "run", "usage_refusal"]


def _help_page(command: TyperCommand, language: str) -> str:
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
    lines += ["", said["options"], *_table(rows)]
    for option in options:
        lines += _notations(option, said, language)
    return "\n".join(lines)


def _notations(
    option: TyperOption, said: Mapping[str, str], language: str
) -> list[str]:
    """Return the notations that an option takes, each with what it is for."""
    choices = option.type_descriptor.annotation
    if option.metavar != "NOTATION" or not isinstance(choices, EnumType):
        return []
    told = entries("exchange", language)
    rows = [(each, told[f"notation-{each}"]) for each in map(str, choices)]
    return ["", said["notations"], *_table(rows)]


def _shape(argument: TyperArgument) -> str:
    shape = argument.metavar or ""
    return shape if argument.required else f"[{shape}]"


def _flags(option: TyperOption) -> str:
    flags = as_typed(sorted(option.opts, key=len))
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
        return f"{as_typed(map(str, choices))}."
    return said[key]


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"  {left:<{width}}  {right}" for left, right in rows]


def usage_refusal(
    error: typer.TyperException, name: str, command: TyperCommand, words: Sequence[str]
) -> CommandRefusal:
    """Return the refusal of words that the command ``name`` does not take."""
    return _complaint(error, name, command, words).and_see("see-help", command=name)


def _complaint(
    error: typer.TyperException, name: str, command: TyperCommand, words: Sequence[str]
) -> CommandRefusal:
    # The library does not publish the names of its exceptions, only of their root;
    # what they carry tells them apart.
    kind = type(error).__name__
    if kind == "NoSuchOption":
        known = [flag for each in command.params for flag in each.opts]
        refusal = unknown("unknown-option", _text(error, "option_name"), known)
        refusal.facts["command"] = name
        return refusal
    if kind == "MissingParameter":
        missing = getattr(error, "param", None)
        wanted = getattr(missing, "metavar", None) or ""
        if isinstance(missing, TyperOption):
            wanted = f"{missing.opts[0]} {wanted}".rstrip()
        return CommandRefusal("missing-argument", command=name, name=wanted)
    if kind == "BadOptionUsage":
        option = _text(error, "option_name")
        return CommandRefusal("misused-option", command=name, name=option)
    if isinstance(error, typer.BadParameter):
        return _misused(getattr(error, "param", None), name, words)
    # The words that are too many stand in its text alone, in brackets at its end.
    more = _text(error, "message").partition(" (")[2].rstrip(".").removesuffix(")")
    return CommandRefusal("too-many-words", command=name, words=more or words[-1])


def _misused(parameter: object, name: str, words: Sequence[str]) -> CommandRefusal:
    """Return the refusal of an option's value; say what it takes.

    Of choices the nearest is offered, else all; of numbers the least and the most; of a
    day how one is written.
    """
    flags = getattr(parameter, "opts", [""])
    refusal = CommandRefusal("misused-option", command=name, name=flags[0])
    if not isinstance(parameter, TyperOption):
        return refusal
    choices = parameter.type_descriptor.annotation
    if choices is int:
        return _as_number(refusal, parameter.min, parameter.max)
    if choices is datetime:
        formats = parameter.type_descriptor.parameter_info.formats or ()
        return refusal.and_see("an-instant" if len(formats) > 1 else "a-day")
    if parameter.metavar == BUDGET:
        refusal.and_see("a-budget")
    if not isinstance(choices, EnumType):
        return refusal
    known = COMMANDS[name].forms if choices is AnswerForm else list(map(str, choices))
    pairs = zip(words, [*words[1:], ""], strict=True)
    split = (word.partition("=")[::2] for word in words if "=" in word)
    given = [value for flag, value in (*pairs, *split) if flag in flags]
    near = suggestion(given[-1], known) if given else None
    if near is not None:
        return refusal.and_see("nearest", near=near)
    return refusal.and_see("choose", choices=as_typed(known))


def _as_number(
    refusal: CommandRefusal, least: float | None, most: float | None
) -> CommandRefusal:
    """Say of which whole numbers an option takes one."""
    if least is None:
        return refusal.and_see("a-whole-number")
    if most is None:
        return refusal.and_see("whole-number-from", least=str(least))
    return refusal.and_see("whole-number", least=str(least), most=str(most))


def _text(error: typer.TyperException, attribute: str) -> str:
    return str(getattr(error, attribute, ""))


_ASKS_FOR_HELP = frozenset({"-h", "--help"})


def command_named(name: str) -> TyperCommand:
    """Return one command; only its own module is imported."""
    # The name comes from the list of commands; only that command's file is loaded.
    code = COMMANDS[name].code
    module = import_module(f"katch_protocols.cli.{code}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, add_help_option=False)(getattr(module, code))
    command = get_command(app)
    if not isinstance(command, TyperCommand):  # pragma: no cover - typer's promise
        raise TypeError(name)
    for each in command.params:
        if isinstance(each, TyperArgument | TyperOption):
            # Whoever opens a file says why that cannot be.
            each.type_descriptor.parameter_info.readable = False
    return with_budget(command) if COMMANDS[name].has_budget else command


def run(words: Sequence[str], asked: str | None) -> int:
    """Run the command that ``words`` name and return its exit code.

    ``asked`` is the language that they ask for.
    """
    try:
        # The budget is endless until the command opens its own.
        with spending(ENDLESS), warned(lambda: choose(asked)):
            return _shown(words, asked)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody is ever shown a traceback
        return _stop(error, choose(asked))


def _shown(words: Sequence[str], asked: str | None) -> int:
    """Run a command; a handbook that it cannot use is shown as findings."""
    try:
        return _run(words, asked)
    except UnsoundHandbookError as error:
        return _show(error, speak(asked, error.languages))


def _run(words: Sequence[str], asked: str | None) -> int:
    if not words:
        # Lazy, as every command is; it is beside this file.
        from katch_protocols.cli.here import here  # noqa: PLC0415

        return here()
    name, *rest = words
    if name in ASKS_FOR_PAGE:
        print(front_page(speak(asked)))
        return 0
    if name not in COMMANDS:
        raise unknown("unknown-command", name, COMMANDS).and_see("see-front-page")
    command = command_named(name)
    if not gc.isenabled():
        # Started by ``__main__``, and all is loaded.
        collect_seldom()
        stand_guard()
    if _ASKS_FOR_HELP & set(rest):
        print(_help_page(command, speak(asked)))
        return 0
    require_once(name, command, rest)
    try:
        with _keeping():
            result = command.main(
                rest, prog_name=f"katch {name}", standalone_mode=False
            )
    except SystemExit:
        # The library's way out when whoever read our output has gone.
        return COULD_NOT_RUN
    except typer.TyperException as error:
        raise usage_refusal(error, name, command, rest) from error
    return int(result or 0)


@contextmanager
def _keeping() -> Iterator[None]:
    """Write at the end of a command which answers of its proofs are kept."""
    with keeping(None):
        try:
            yield
        finally:
            cache = current_cache()
            if isinstance(cache, AnswerFile):
                cache.save()


def _stop(error: Exception, language: str) -> int:
    refusal = _refusal(error, language)
    if refusal.key == "own-fault" and os.environ.get("KATCH_TRACEBACK"):
        traceback.print_exception(error)
    print("\n".join(refusal.lines(language)), file=sys.stderr)
    return refusal.code


def _show(error: UnsoundHandbookError, language: str) -> int:
    # Lazy, so that commands without findings start fast; both are beside this file.
    from katch_protocols.cli.output import screen  # noqa: PLC0415
    from katch_protocols.cli.reports.findings_text import text_report  # noqa: PLC0415

    aside = screen(aside=True)
    told = text_report(error.findings, error.folder, language, whole=error.whole)
    for line in told:
        aside.print(line)
    return FINDINGS


def _refusal(error: Exception, language: str) -> CommandRefusal:
    match error:
        case CommandRefusal():
            return error
        case BudgetError():
            return over_budget(error)
        case KatchError():
            return cannot_run(error, language)
        case OSError():
            # What was already open has no name to tell.
            told = (error.filename, why_not(error, language))
            reason = ": ".join(str(each) for each in told if each is not None)
        case _:
            refusal = CommandRefusal(
                "own-fault", code=COULD_NOT_RUN, fault=type(error).__name__
            )
            return refusal.and_see("see-traceback")
    return CommandRefusal("cannot-run", code=COULD_NOT_RUN, reason=reason)
