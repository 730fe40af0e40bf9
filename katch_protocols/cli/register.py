"""``katch register``: the known gaps, whose they are, and until when."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_reading
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    OutputOption,
    day_of,
    speak,
)
from katch_protocols.cli.output import as_json, give
from katch_protocols.cli.refusals import CommandRefusal, require_known, unknown
from katch_protocols.files.bounds import ID_LETTERS
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.read import Reading
from katch_protocols.files.register_text import REGISTER_FILE, with_entries
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.register import RegisterEntry
from katch_protocols.papers.content.register import Register
from katch_protocols.papers.register import RegisterPaper
from katch_protocols.rules.check import check
from katch_protocols.rules.registered import findable, is_registrable
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["register"]


def register(  # noqa: PLR0913 - one parameter an option
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    owner: Annotated[str | None, typer.Option("--owner", metavar="PARTY")] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="REGION")] = None,
    due: Annotated[
        datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    add: Annotated[bool, typer.Option("--add")] = False,
    finding: Annotated[str | None, typer.Option("--finding", metavar="RULE")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="SUBJECT")] = None,
    on: DayOption = None,
    output: OutputOption = None,
) -> None:
    """Print the register by body, region and day; or add what it does not know yet."""
    reading = open_reading(handbook)
    book, day = reading.sound(), day_of(on)
    said = speak(language, book.languages)
    require_known("unknown-party", owner, {**book.agencies, **book.roles})
    require_known("unknown-region", region, book.regions)
    require_known("unknown-rule", finding, findable())
    if not add and (finding, at) != (None, None):
        raise CommandRefusal(
            "misused-option", name="--finding, --at", command="register"
        )
    last = None if due is None else due.date()
    found = check(book, as_of=day)
    if add:
        wish = _Addition(finding, at, region, owner, last)
        _add(wish, reading, found, handbook, said)
        return
    every = Register.of(book, found, said)
    chosen = every.only(body=owner, region=region, until=last)
    _print(RegisterPaper(chosen, book, said, day), form, output)


def _print(paper: RegisterPaper, form: AnswerForm, output: Path | None) -> None:
    if output is not None and output.suffix == ".pdf":
        write_whole(output, paper.pdf())
        print(say("commands.written", paper.language, file=output.as_posix()))
    elif form is AnswerForm.JSON:
        give(f"{as_json(paper.register.to_json())}\n", output, paper.language)
    elif output is not None and output.suffix == ".md":
        give(paper.markdown(), output, paper.language)
    else:
        give("".join(f"{line}\n" for line in paper.text()), output, paper.language)


class _Addition(Struct, frozen=True):
    """What is to be added: of one rule, at one place, in one region; and whose it is.

    Without a rule only gaps are.
    """

    rule: str | None
    at: str | None
    region: Id | None
    owner: Id | None
    due: date | None

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is among those that are to be added."""
        asked = (self.rule, self.at) != (None, None)
        return (
            (asked or finding.severity is Severity.GAP)
            and finding.severity is not Severity.ERROR
            and self.rule in {None, finding.rule}
            and self.at in {None, finding.subject}
            and (self.region is None or finding.path[:2] == ("regions", self.region))
        )


def _add(
    wish: _Addition,
    reading: Reading,
    found: Sequence[Finding],
    folder: Path,
    language: str,
) -> None:
    book, known = reading.sound(), findable()
    if wish.rule is not None and not is_registrable(known[wish.rule]):
        raise CommandRefusal("not-registrable", name=wish.rule)
    fit = [
        each for each in found if wish.takes(each) and is_registrable(known[each.rule])
    ]
    if wish.at is not None and not fit:
        raise unknown("no-such-finding", wish.at, {each.subject for each in found})
    entries = tuple(_entries(fit, book, wish))
    if not entries:
        print(say("commands.register-full", language))
        return
    text = with_entries(reading.texts, entries)
    if text is None:
        raise CommandRefusal("register-not-extended", file=REGISTER_FILE)
    path = folder / REGISTER_FILE
    write_whole(path, text.encode())
    print(
        say(
            "commands.register-added",
            language,
            number=len(entries),
            file=path.as_posix(),
        )
    )
    if not all(each.is_owned for each in entries):
        print(say("commands.register-fill", language))


def _entries(
    found: Sequence[Finding], book: Handbook, wish: _Addition
) -> Iterator[RegisterEntry]:
    there = {(each.finding, each.at) for each in book.known_gaps.values()}
    taken = set(book.known_gaps)
    for each in found:
        if (each.rule, each.subject) not in there:
            there.add((each.rule, each.subject))
            name = _name(each, taken)
            taken.add(name)
            yield RegisterEntry(
                id=name,
                finding=each.rule,
                at=each.subject,
                owner=wish.owner,
                due=wish.due,
            )


def _name(finding: Finding, taken: set[str]) -> Id:
    """Return an id that nobody has: the rule, then the names that lead there."""
    rule = finding.rule.replace("-", "_")
    names = [str(part) for part in finding.path[1::2] if is_id(str(part))]
    whole = "_".join((rule, *names))[:ID_LETTERS].rstrip("_")
    number = 2
    name = whole
    while name in taken:
        name = f"{whole[: ID_LETTERS - 4]}_{number}"
        number += 1
    return name
