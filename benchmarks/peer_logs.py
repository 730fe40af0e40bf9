"""What peers are measured on: simulated cases of a shipped protocol, and its net.

Those cases keep everything. A peer answers once for all cases that are alike, so it is
asked of different ones. The net is a state machine: its places are the classes of
the protocol's histories, its transitions are what can happen in each, by the name and
the values that a log tells. Steps that the clock makes are in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.automaton.classes import (
    Classes,
    ClassLetter,
    classes_of,
)
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.automaton.step_letters import LoggedStep, StepLetters
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_reading import CodedReading, read_coded
from katch_protocols.evidence.logs.followed_cases import FollowedCases
from katch_protocols.evidence.simulations.log import LOG_COLUMNS, simulated_log
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogFact, LogMapping, NamedInLog
from katch_protocols.semantics.table import Records

__all__ = ["PeerLog", "PeerNet", "shown"]

_SCENARIO = """
scenario: peers
title: Peers
protocols: [PROTOCOL]
region: turkistan
basis: assumed
arrivals: 20000 cases a year
work: {default: {from: 1 minute, usually: 5 minutes, to: 20 minutes}}
run: {years: 1, warm_up: 1 day, seed: 7, runs: 2}
"""
_READ = datetime(2030, 1, 1, tzinfo=UTC)
_OF_EVENTS = ("steps", "instants", "doers", "persons", "bodies", "groups")
_OF_CASES = ("numbers", "regions", "opened", "ignored", "outside", "unseen")


def shown(activity: str, records: Records) -> str:
    """Return how nets and logs of peers call a step."""
    return " ".join([activity, *(f"{fact}={value}" for fact, value in records)])


@dataclass(frozen=True)
class PeerNet:
    """A state machine.

    Attributes:
        places: How many; a case begins in the first.
        final: Those in which it has ended.
        arcs: From which place, what is shown, to which.
    """

    places: int
    final: Sequence[int]
    arcs: Sequence[tuple[int, str, int]]

    @classmethod
    def of(cls, classes: Classes) -> "PeerNet":
        """Return what cases can do without the clock."""
        steps = [n for n, each in enumerate(classes.letters) if not each.timed]
        numbers, waiting = {classes.start: 0}, [classes.start]
        arcs: dict[tuple[int, str, int], None] = {}
        while waiting:
            here = waiting.pop()
            for step in steps:
                there = int(classes.next[here, step])
                if there < 0:
                    continue
                if there not in numbers:
                    numbers[there] = len(numbers)
                    waiting.append(there)
                letter = classes.letters[step]
                name = shown(letter.activity, letter.records)
                arcs[numbers[here], name, numbers[there]] = None
        final = [place for each, place in numbers.items() if classes.final[each]]
        return cls(len(numbers), final, list(arcs))


class PeerLog:
    """Cases of one protocol that keep everything, and its net."""

    def __init__(self, handbook: Handbook, protocol: str) -> None:
        self.handbook, self.protocol = handbook, protocol
        self.compiled: CompiledCase = compiled_case(
            handbook.protocols[protocol], handbook
        )
        classes = classes_of(self.compiled)
        if classes is None:
            message = f"{protocol} has too many classes"
            raise ValueError(message)
        self.classes, self.net = classes, PeerNet.of(classes)

    @property
    def until(self) -> int:
        """Until when the log is complete, in microseconds."""
        return self._reading.terms.window.until

    @cached_property
    def cases(self) -> FollowedCases:
        """The cases."""
        log = CodedLog(self._reading.parts.rows(0), self._reading.terms.assembly())
        (cases,) = log.followed
        timed = [n for n, each in enumerate(cases.kinds) if self._letter(each).timed]
        clock = np.isin(cases.steps, timed)
        ticked = np.logical_or.reduceat(clock, cases.starts[:-1])
        return _some(cases, screen(cases, self.until, Engine.COMPILED).kept & ~ticked)

    @cached_property
    def different(self) -> list[list[tuple[str, Records]]]:
        """The activities of cases that are all different, with what each records."""
        letters = [self._letter(each) for each in self.cases.kinds]
        every = [(each.activity, each.records) for each in letters]
        cases = np.split(self.cases.steps, self.cases.starts[1:-1])
        found = [[every[step] for step in case.tolist()] for case in cases]
        return list({tuple(case): case for case in found}.values())

    def _letter(self, kind: LoggedStep) -> ClassLetter:
        """Return what a step of the log is: it tells every value."""
        number = next(iter(StepLetters(self.compiled, self.classes).meant(kind)))
        return replace(self.classes.letters[number], node=0)

    @cached_property
    def _reading(self) -> CodedReading:
        text = _SCENARIO.replace("PROTOCOL", self.protocol)
        asked = read_scenario(text.encode(), "peers.yaml", self.handbook)
        if asked.scenario is None:
            raise ValueError(*asked.findings)
        log = simulated_log(asked.scenario, self.handbook)
        facts = log.partition("\n")[0].split(",")[len(LOG_COLUMNS) :]
        told = LogColumns.model_fields.keys() & {*LOG_COLUMNS}
        mapping = LogMapping(
            id="peers",
            protocol=NamedInLog(name=self.protocol),
            region=NamedInLog(column="region"),
            read=("log.csv",),
            columns=LogColumns(**{each: each for each in told}),
            records={fact: LogFact(column=fact) for fact in facts},
        )
        with TemporaryDirectory() as folder:
            home = Path(folder)
            (home / "log.csv").write_text(log, encoding="utf-8")
            return read_coded(mapping, self.handbook, home, now=_READ, key=b"synthetic")


def _some(cases: FollowedCases, mine: NDArray[np.bool_]) -> FollowedCases:
    """Return some of the cases."""
    lengths = np.diff(cases.starts)
    events = np.repeat(mine, lengths)
    return replace(
        cases,
        starts=np.append(0, np.cumsum(lengths[mine])),
        **{each: getattr(cases, each)[mine] for each in _OF_CASES},
        **{each: getattr(cases, each)[events] for each in _OF_EVENTS},
    )
