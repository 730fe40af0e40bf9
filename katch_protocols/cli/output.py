"""Where an answer goes: lines with colour on a terminal, plain in a pipe, or a file."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from katch_protocols.budget import Meter, current
from katch_protocols.cli.consoles import holds_every_letter
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.findings import Finding
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import counted, say

__all__ = [
    "STANDARD_OUTPUT",
    "as_json",
    "give",
    "give_file",
    "screen",
    "tell_aside",
    "working",
]

STANDARD_OUTPUT = Path("-")
"""What ``--output -`` names: where an answer goes that is written into no file."""


def screen(*, aside: bool = False) -> Console:
    """Return the screen; ``aside`` is the one beside the answer, standard error.

    Lines are never cut or folded, so that a pipe gets each as one line.
    """
    return Console(stderr=aside, soft_wrap=True, highlight=False, markup=False)


def as_json(answer: object, indent: int = 2) -> str:
    """Return an answer for programs as every command prints it.

    Where standard output lacks letters they are escaped, which is the same JSON.
    """
    has_all = holds_every_letter(sys.stdout)
    return json.dumps(answer, ensure_ascii=not has_all, indent=indent)


def give(text: str, output: Path | None, language: str) -> None:
    """Print a whole text, or write it into a file and tell where."""
    if output is None or output == STANDARD_OUTPUT:
        print(text, end="")
        return
    give_file(text.encode(), output, language)


def give_file(data: bytes, output: Path, language: str) -> None:
    """Write a whole file and tell where; to standard output goes the file alone.

    Raises:
        CommandRefusal: It is a folder.
    """
    if output == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    if output.is_dir():
        raise CommandRefusal("folder-for-file", folder=output.as_posix())
    write_whole(output, data)
    print(say("commands.written", language, file=output.as_posix()))


def tell_aside(findings: Iterable[Finding], language: str) -> None:
    """Print beside the answer what is wrong with a file that is none of a handbook."""
    for each in findings:
        where = "" if each.place is None else f"{each.place.file}:{each.place.line}"
        screen(aside=True).print(f"{where}  {each.said(language)}")


@contextmanager
def working(language: str, title: str = "proving") -> Iterator[None]:
    """Show beside the answer, on a terminal only, what is being worked on.

    That is how many of what long work counts are done, else a protocol.
    """
    aside = screen(aside=True)
    if not aside.is_terminal:
        yield
        return
    with aside.status(_Working(current(), language, title)):
        yield


class _Working(Struct, frozen=True):
    """What is told anew each time that it is shown."""

    meter: Meter
    language: str
    title: str

    def __rich__(self) -> Text:
        if self.meter.counted is not None:
            what, done = self.meter.counted
            shown = counted(done, self.language)
            return Text(say(f"commands.working-{what}", self.language, count=shown))
        title = say(f"commands.{self.title}", self.language)
        match self.meter.path:
            case ("protocols", str(name), *_):
                return Text(f"{title} {name}")
            case _:
                return Text(title)
