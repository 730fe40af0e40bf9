"""The tables of a paper: responsibility, steps, and deadlines phase by phase."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.story.nouns import ArrowDuty, Story, StoryMove
from katch_protocols.duties.nouns import Duty, Limit, Part
from katch_protocols.duties.raci import parties_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.nouns import (
    Column,
    NumberedStep,
    PrintedDeadline,
    RaciGroup,
    RaciRow,
    RaciTable,
)
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.words.lists import enumerated

__all__ = [
    "Row",
    "by_phase",
    "deadline_rows",
    "due_of",
    "phase_titles",
    "raci_table",
    "steps_of",
]


def phase_titles(protocol: Protocol, handbook: Handbook) -> Mapping[Id, Label]:
    """Return the title of each phase, the protocol's own first."""
    found = {name: phase.title for name, phase in protocol.phases.items()}
    for name in protocol.use:
        fragment = handbook.fragments.get(name)
        for phase in fragment.phases.values() if fragment else ():
            found.setdefault(phase.id, phase.title)
    return found


def due_of(
    limit: Limit | None, wording: PaperTexts, references: References | None = None
) -> PrintedDeadline | None:
    """Return a deadline in words; its sources are numbered where there is a list."""
    if limit is None:
        return None
    return PrintedDeadline(
        span=wording.span(limit.limit),
        basis=limit.basis.value,
        said=wording.teller.basis(limit),
        sources=references.cite(limit.source) if references else (),
    )


Row = tuple[str, ...]


def deadline_rows(
    protocol: Protocol, wording: PaperTexts, references: References
) -> Iterator[Row]:
    """Yield where, how long, on which basis, and the numbers of the sources."""
    for owed in deadlines(protocol, wording.handbook):
        cited = enumerated(references.cite(owed.source))
        yield (
            owed.place[wording.language],
            wording.span(owed.limit),
            wording.say(f"duties.basis-{owed.basis.value}"),
            cited,
        )


def raci_table(
    duties: Sequence[Duty],
    wording: PaperTexts,
    colours: Mapping[Id, str],
    protocol: Protocol,
) -> RaciTable:
    """Return the table; a party is an agency, or a role that several may hold.

    Parties that do something stand first, in the order of the duties.
    """
    rows = [_parts(duty, wording) for duty in duties]
    bound = [
        party
        for row in rows
        for party, parts in row.items()
        if any(Part(part).binds for part in parts)
    ]
    parties = tuple(dict.fromkeys((*bound, *(party for row in rows for party in row))))
    number, groups = 0, []
    for heading, group in by_phase(duties, wording, protocol):
        lines = []
        for duty in group:
            number += 1
            lines.append(_row(number, duty, parties, wording))
        groups.append(RaciGroup(heading, tuple(lines)))
    columns = (Column(wording.short(each), colours[each]) for each in parties)
    return RaciTable(tuple(columns), tuple(groups))


def by_phase(
    duties: Sequence[Duty], wording: PaperTexts, protocol: Protocol
) -> Iterator[tuple[str, tuple[Duty, ...]]]:
    """Yield the duties of each phase with its title, in the protocol's order.

    What has no phase comes last; it may come at any step.
    """
    titles = phase_titles(protocol, wording.handbook)
    used = dict.fromkeys(duty.phase for duty in duties)
    order = [name for name in titles if name in used]
    order += [name for name in used if name is not None and name not in titles]
    for name in (*order, None):
        group = tuple(duty for duty in duties if duty.phase == name)
        if not group:
            continue
        if name is None:
            yield (wording.say("any-step") if order else ""), group
        else:
            yield wording.label(titles.get(name), name), group


def _parts(duty: Duty, wording: PaperTexts) -> Mapping[Id, tuple[str, ...]]:
    found = parties_of(duty, wording.handbook)
    return {party: tuple(map(str, parts)) for party, parts in found.items()}


def _row(
    number: int, duty: Duty, parties: Sequence[Id], wording: PaperTexts
) -> RaciRow:
    parts = _parts(duty, wording)
    cells = tuple(parts.get(party, ()) for party in parties)
    due, beside = due_of(duty.limit, wording), wording.teller.beside(duty)
    return RaciRow(number, wording.duty(duty), due, beside, cells)


_ARROW = " → "


def steps_of(
    story: Story, numbers: Mapping[str, int], language: str
) -> Iterator[NumberedStep]:
    """Yield every numbered step of a story, in the order of its numbers.

    ``numbers`` are those of the drawing. A way through a decision or a fork names the
    steps that it leads to.
    """
    teller = _StepTeller(story, numbers, language)
    for name, number in numbers.items():
        if name in story.step:
            yield teller.step(name, number)


class _StepTeller(Struct, frozen=True):
    story: Story
    numbers: Mapping[str, int]
    language: str

    def step(self, name: str, number: int) -> NumberedStep:
        step = self.story.step[name]
        lane = self.story.lane[step.lane]
        return NumberedStep(
            number,
            self._title(name),
            lane.short.say(self.language),
            step.deadline.text.say(self.language) if step.deadline else "",
            tuple(self._ways(name)),
        )

    def _title(self, name: str) -> str:
        title = self.story.step[name].title
        return title.say(self.language) if title is not None else name

    def _ways(self, name: str) -> Iterator[str]:
        for move in self.story.moves:
            if move.source == name:
                goal = enumerated(dict.fromkeys(self._goals(move, ())))
                said = enumerated(map(self._said, move.duties))
                yield f"{said}{_ARROW}{goal}" if said else f"{_ARROW.strip()} {goal}"

    def _said(self, duty: ArrowDuty) -> str:
        said = duty.text.say(self.language)
        if duty.doer is not None:
            said += f" ({duty.doer.say(self.language)})"
        return said

    def _goals(self, move: StoryMove, seen: tuple[str, ...]) -> Iterator[str]:
        """Yield where a move leads: numbers of steps, or the title of an end."""
        target = move.target
        if target in self.numbers:
            yield str(self.numbers[target])
            return
        after = [each for each in self.story.moves if each.source == target]
        if not after or target in seen:
            yield self._title(target)
        for each in after if target not in seen else ():
            yield from self._goals(each, (*seen, target))
