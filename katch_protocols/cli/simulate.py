"""``katch simulate SCENARIO``: times, backlog and load with these people."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from katch_protocols.answers import encode
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_handbook
from katch_protocols.cli.options import (
    FormatOption,
    HandbookOption,
    LanguageOption,
    ThemeOption,
    a_file,
    require_picture,
    speak,
)
from katch_protocols.cli.output import as_json, screen, tell_aside, working
from katch_protocols.cli.refusals import (
    FINDINGS,
    USAGE,
    CommandRefusal,
    UnsoundHandbookError,
)
from katch_protocols.cli.reports.simulation import simulation_text
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import HandbookError, LogError, UnknownNameError
from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.learn import learn, steps_of, written
from katch_protocols.evidence.simulations.log import simulated_log
from katch_protocols.evidence.simulations.simulate import require_names
from katch_protocols.evidence.simulations.simulate import simulate as simulate_scenario
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import FEWEST_RUNS, MOST_RUNS, Scenario
from katch_protocols.model.simulations import Result
from katch_protocols.verbs.audit import read_source
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["simulate"]


class SimulatedView(StrEnum):
    """What is drawn of a simulation."""

    TIMES = "times"
    BACKLOG = "backlog"


def simulate(  # noqa: PLR0913 - one parameter an option
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    runs: Annotated[
        int | None,
        typer.Option("--runs", metavar="NUMBER", min=FEWEST_RUNS, max=MOST_RUNS),
    ] = None,
    sensitivity: Annotated[bool, typer.Option("--sensitivity")] = False,
    if_kept: Annotated[bool, typer.Option("--if-kept")] = False,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", callback=a_file)
    ] = None,
    learned: Annotated[Path | None, typer.Option("--learn", metavar="FILE")] = None,
    draw: Annotated[Path | None, typer.Option("--draw", metavar="PATH")] = None,
    view: Annotated[SimulatedView, typer.Option("--view", metavar="VIEW")] = (
        SimulatedView.TIMES
    ),
    theme: ThemeOption = ThemeName.COLOUR,
) -> int:
    """Print what a scenario brings; 1 when a post has more work than hours."""
    book = open_handbook(handbook)
    said = speak(language, book.languages)
    require_picture(draw)
    if learned is not None:
        return _learned(learned, book, said)
    asked = _often(_read(scenario, book), runs)
    compiling = say("simulations.compiling", said)
    with working(said, "simulating"):
        found = simulate_scenario(
            asked,
            book,
            others=_others(asked, scenario),
            sensitivity=sensitivity,
            compiling=lambda: screen(aside=True).print(compiling),
        )
        if if_kept:
            found = replace(found, bounds=bounds_if_kept(asked, book))
    if draw is not None:
        _draw(found, book, draw, (view, language, theme))
    # Whoever reads what is printed may leave before the end.
    if log is not None:
        write_whole(log, simulated_log(asked, book).encode())
    told = simulation_text(found, book, said)
    if form is AnswerForm.JSON:
        print(as_json(encode(found)))
        told = iter(())
    for line in told:
        screen().print(line)
    if form is AnswerForm.TEXT and not sensitivity:
        asking = say("simulations.matters-asked", said, file=scenario.as_posix())
        screen().print(asking)
    _tell_log(log, said, aside=form is AnswerForm.JSON)
    wrong = found.overloaded or any(not each.holds for each in found.bounds)
    return FINDINGS if wrong else 0


def _tell_log(log: Path | None, said: str, *, aside: bool) -> None:
    if log is not None:
        written_to = say("simulations.log-written", said, file=log.as_posix())
        screen(aside=aside).print(written_to)


def _learned(log: Path, book: Handbook, said: str) -> int:
    """Print what a log tells of times and values; where it tells nothing, say so.

    Raises:
        CommandRefusal: The log, or its mapping, cannot be used.
    """
    try:
        found = learn(steps_of(read_source(log, book)))
    except HandbookError as error:
        tell_aside(error.findings, said)
        return USAGE
    except LogError as error:
        raise CommandRefusal("log-refused", reason=error) from None
    if not found.waits and not found.values:
        none = say("simulations.learned-nothing", said, cases=found.cases)
        screen(aside=True).print(none)
        return 0
    print(written(found), end="")
    return 0


def _often(scenario: Scenario, runs: int | None) -> Scenario:
    """Return a scenario with another number of runs, where one is asked for."""
    if runs is None:
        return scenario
    run = scenario.run.model_copy(update={"runs": runs})
    return scenario.model_copy(update={"run": run})


def _draw(
    found: Result, book: Handbook, path: Path, how: tuple[str, str | None, str]
) -> None:
    view, language, theme = how
    # Loaded here, for most answers are not drawn; it goes down.
    from katch_protocols.drawings.simulated.draw import draw_result  # noqa: PLC0415

    spoken = language if language in book.languages else None
    draw_result(found, book, view=view, language=spoken, theme=theme).save(path)


def _read(file: Path, book: Handbook) -> Scenario:
    if not file.is_file():
        raise CommandRefusal("no-scenario", file=file.as_posix())
    reading = read_scenario(file.read_bytes(), file.as_posix(), book)
    if reading.scenario is None:
        # Its file is named from here; ``katch check`` does not read it.
        here = Path()
        raise UnsoundHandbookError(reading.findings, here, book.languages, whole=True)
    return reading.scenario


def _others(scenario: Scenario, file: Path) -> dict[str, Handbook]:
    """Read the handbooks that variants name, from where the scenario stands.

    Raises:
        CommandRefusal: One lacks what the scenario is about.
    """
    found: dict[str, Handbook] = {}
    for variant in scenario.compare.values():
        if (name := variant.handbook) is not None:
            book = found.get(name) or open_handbook(file.parent / name)
            try:
                require_names(scenario.varied(variant), book)
            except UnknownNameError as error:
                raise CommandRefusal(
                    "variant-lacks", variant=variant.id, folder=name, reason=error
                ) from None
            found[name] = book
    return found
