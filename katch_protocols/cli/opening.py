"""Open a handbook or one of its protocols, or say why that cannot be."""

import os
from collections.abc import Sequence
from pathlib import Path

from katch_protocols.budget import current
from katch_protocols.charts.build import chart
from katch_protocols.cli.languages import terminal_language
from katch_protocols.cli.options import speak
from katch_protocols.cli.refusals import CommandRefusal, UnsoundHandbookError, unknown
from katch_protocols.errors import ProtocolError
from katch_protocols.files.answer_file import OF_FILES, OF_FINDINGS, answer_file
from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading, read
from katch_protocols.files.usual_folders import handbooks_in
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.proofs.kept.answer_cache import begin
from katch_protocols.proofs.kept.answer_cache import current as current_cache
from katch_protocols.rules.kept import check_kept
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import borrow

__all__ = [
    "errors",
    "open_handbook",
    "open_protocol",
    "open_reading",
    "open_sound_protocol",
    "require_folder",
    "require_language",
    "require_no_errors",
    "require_sound",
    "reread",
    "speak_here",
]


def reread(folder: Path) -> Reading:
    """Read a folder as far as it goes; from here on answers about it are kept.

    Raises:
        Refusal: There is no such folder.
    """
    require_folder(folder)
    if current_cache() is None:
        begin(answer_file(folder, os.environ))
    trees = KeptTrees(answer_file(folder, os.environ, OF_FILES))
    reading = read(folder, trees)
    trees.save()
    handbook = reading.handbook
    if handbook is not None:
        current().find = handbook.place
        borrow(handbook.languages, handbook.library_language, folder / "locale")
    return reading


def require_language(language: str | None, folder: Path) -> None:
    """Make sure that the library, or the handbook in a folder, speaks a language.

    Raises:
        Refusal: Neither does.
    """
    if language is None or language in SPOKEN:
        return
    handbook = reread(folder).handbook if folder.is_dir() else None
    if handbook is None or language not in handbook.languages:
        refusal = CommandRefusal("unknown-language", name=language)
        raise refusal.and_see("choose", choices=as_typed(SPOKEN))


def speak_here(asked: str | None) -> str:
    """Return the language in which a command answers that is asked of no handbook.

    The handbook in which one stands, or that in the usual folder, lends its languages
    where the library or the terminal knows none that is wanted.

    Raises:
        Refusal: Neither the library nor that handbook has the language asked for.
    """
    folder = next(handbooks_in(Path()), None)
    wanted = terminal_language() if asked is None else asked
    if folder is None or wanted in SPOKEN:
        return speak(asked)
    book = reread(folder).handbook
    return speak(asked, book.languages if book else ())


def require_folder(folder: Path) -> None:
    """Make sure that there is a folder to read.

    Raises:
        Refusal: There is none; a file's refusal names the folder that holds it, another
            one the handbooks that stand there.
    """
    if folder.is_file():
        refusal = CommandRefusal("not-a-handbook", file=str(folder))
        for home in _homes(folder):
            raise refusal.and_see("use-folder", folder=str(home))
        raise refusal
    if not folder.is_dir():
        refusal = CommandRefusal("no-handbook", folder=str(folder))
        if (Path() / HANDBOOK_FILE).is_file():  # who stands in one need not name it
            raise refusal.and_see("use-folder", folder=".")
        found = folder.parent.glob(f"*/{HANDBOOK_FILE}")
        beside = sorted(each.parent for each in found)
        if len(beside) == 1:
            raise refusal.and_see("use-folder", folder=str(beside[0]))
        if beside:
            raise refusal.and_see("choose", choices=as_typed(map(str, beside)))
        raise refusal.and_see("start-handbook", folder=str(folder))


def _homes(file: Path) -> list[Path]:
    """Return the folders of handbooks that a file can belong to, the nearest first."""
    near = file.parent
    above = near.parent if near.name else near / ".."
    return [each for each in (near, above) if (each / HANDBOOK_FILE).is_file()]


def errors(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a handbook from being used."""
    return tuple(each for each in findings if each.severity is Severity.ERROR)


def open_handbook(folder: Path) -> Handbook:
    """Return the handbook in a folder, read without an error.

    Raises:
        Refusal: There is no such folder.
        UnsoundHandbookError: A file cannot be used.
    """
    return open_reading(folder).sound()


def open_reading(folder: Path) -> Reading:
    """Return what was read in a folder, when it has no error; raises as above."""
    reading = reread(folder)
    handbook, wrong = reading.handbook, errors(reading.findings)
    if wrong or handbook is None:
        known = handbook.languages if handbook else ()
        raise UnsoundHandbookError(wrong or reading.findings, folder, known)
    return reading


def open_protocol(name: str, folder: Path) -> Protocol:
    """Return one protocol that has a meaning; its handbook may still have errors.

    Raises:
        Refusal: There is no such folder or protocol.
        UnsoundHandbookError: A file cannot be used, or nothing can be made of it.
    """
    handbook = open_handbook(folder)
    if name not in handbook.protocols:
        raise unknown("unknown-protocol", name, handbook.protocols)
    protocol = handbook.protocols[name]
    if problems := chart(protocol, handbook).problems:
        require_sound(handbook, folder)
        raise ProtocolError(name, [problem.code for problem in problems])
    return protocol


def open_sound_protocol(name: str, folder: Path, *, deep: bool = True) -> Protocol:
    """Return one protocol of a handbook without an error; raises as above.

    Not ``deep``: only what is written is looked at, no case.
    """
    protocol = open_protocol(name, folder)
    require_sound(Handbook.of(protocol), folder, deep=deep)
    return protocol


def require_sound(handbook: Handbook, folder: Path, *, deep: bool = True) -> None:
    """Check a handbook that was read from ``folder``.

    Raises:
        UnsoundHandbookError: A rule finds an error.
    """
    cache = answer_file(folder, os.environ, OF_FINDINGS)
    found = check_kept(cache, handbook, deep=deep, errors_only=True)
    if cache is not None:
        cache.save()
    require_no_errors(found, handbook, folder)


def require_no_errors(
    findings: Sequence[Finding], handbook: Handbook, folder: Path
) -> None:
    """Make sure that a check of a handbook from ``folder`` found no error.

    Raises:
        UnsoundHandbookError: It found one.
    """
    if wrong := errors(findings):
        raise UnsoundHandbookError(wrong, folder, handbook.languages)
