"""The arguments and options that several commands share, and what they may be given."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from katch_protocols.cli.commands import COMMANDS, AnswerForm
from katch_protocols.cli.languages import choose
from katch_protocols.cli.output import STANDARD_OUTPUT
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.files.usual_folders import handbooks_in
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.lists import as_typed

__all__ = [
    "AddressOption",
    "DayOption",
    "FolderOption",
    "FormatOption",
    "HandbookOption",
    "LanguageOption",
    "OutputOption",
    "ProtocolArgument",
    "ReleasesOption",
    "ThemeOption",
    "a_file",
    "a_folder",
    "day_of",
    "one_of",
    "require_picture",
    "speak",
    "speak_titles",
]


def day_of(asked: datetime | None) -> date:
    """Return the day that was asked for, else today where this computer stands."""
    # A waiver ends with a local day; no zone is better than that of the reader.
    return (asked or datetime.now().astimezone()).date()


_SUFFIXES = (".svg", ".pdf", ".png")


def require_picture(path: Path | None) -> None:
    """Refuse the name of a file that no drawing can be written to.

    Raises:
        Refusal: It does not end in ``.svg``, ``.pdf`` or ``.png``, or has no folder,
            or is one.
    """
    if path is None:
        return
    if path.is_dir():
        refusal = CommandRefusal("folder-for-file", folder=path.as_posix())
        raise refusal.and_see("choose", choices=as_typed(_SUFFIXES))
    if path.suffix.lower() not in _SUFFIXES:
        refusal = CommandRefusal("unknown-picture", name=path.name)
        raise refusal.and_see("choose", choices=as_typed(_SUFFIXES))
    a_file(path)


def speak(asked: str | None, own: Sequence[str] = ()) -> str:
    """Return the language in which a command answers.

    Args:
        asked: The language that ``--language`` names, if it was given.
        own: The languages of the handbook; the first is its source language.

    Raises:
        Refusal: Neither the library nor the handbook has the language asked for.
    """
    if asked is None:
        return choose(None, *own[:1])
    return one_of(asked, dict.fromkeys((*SPOKEN, *own)))


def speak_titles(asked: str | None, own: Sequence[str]) -> str:
    """Return the language of the titles that an answer shows; raises as above."""
    return own[0] if asked is None else one_of(asked, own)


def one_of(asked: str, known: Iterable[str]) -> str:
    """Return a language that is among those that can be asked for; raises as above."""
    if asked in known:
        return asked
    refusal = CommandRefusal("unknown-language", name=asked)
    raise refusal.and_see("choose", choices=as_typed(known))


def _offered(context: typer.Context, form: AnswerForm) -> AnswerForm:
    """Take only a form that the command declares."""
    if form not in COMMANDS[context.command.name or ""].forms:
        raise typer.BadParameter(form)
    return form


def _where_a_page_stands(address: str | None) -> str | None:
    """Take only an address that a telephone can open, and a place can be added to."""
    if address is None:
        return None
    try:
        found = urlsplit(address)
    except ValueError:
        raise CommandRefusal("no-address", name=address) from None
    there = bool(found.hostname if found.scheme in _WEB else found.scheme == "file")
    if not there or "#" in address or any(each.isspace() for each in address):
        raise CommandRefusal("no-address", name=address)
    return address


_WEB = ("http", "https")


def a_folder(folder: Path | None) -> Path | None:
    """Take what a folder can be made of: standard output, which ``-`` means, is none.

    Raises:
        CommandRefusal: It is standard output.
    """
    if folder == STANDARD_OUTPUT:
        raise CommandRefusal("folder-to-output")
    return folder


def a_file(path: Path | None) -> Path | None:
    """Take what a file can be made of, before anything is worked out for it.

    Raises:
        CommandRefusal: It is a folder, or its folder is not there.
    """
    if path is not None and path.is_dir():
        raise CommandRefusal("folder-for-file", folder=path.as_posix())
    if path is not None and not path.parent.is_dir():
        raise CommandRefusal("no-folder", folder=path.parent.as_posix())
    return path


def _where_one_stands(
    context: typer.Context, option: typer.CallbackParam, folder: Path
) -> Path:
    """Take the handbook in which somebody stands, where no other one is named."""
    source = context.get_parameter_source(option.name or "")
    is_named = source is not None and source.name != "DEFAULT"
    return folder if is_named else next(handbooks_in(Path()), folder)


AddressOption = Annotated[
    str | None,
    typer.Option("--address", metavar="URL", callback=_where_a_page_stands),
]
DayOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE")
]
FolderOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", callback=a_folder)
]
HandbookOption = Annotated[
    Path, typer.Option("--handbook", metavar="DIR", callback=_where_one_stands)
]
LanguageOption = Annotated[str | None, typer.Option("--language", metavar="LANGUAGE")]
FormatOption = Annotated[
    AnswerForm, typer.Option("--format", metavar="FORMAT", callback=_offered)
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", callback=a_file)
]
ProtocolArgument = Annotated[str, typer.Argument(metavar="PROTOCOL")]
ReleasesOption = Annotated[Path | None, typer.Option("--releases", metavar="DIR")]
ThemeOption = Annotated[ThemeName, typer.Option("--theme", metavar="THEME")]
