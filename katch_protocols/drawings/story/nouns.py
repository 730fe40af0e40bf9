"""The parts of a story: everything that a picture of a protocol shows, in words.

A story knows nothing of size or place. Every text is a label in all languages.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.states import Outcome

__all__ = [
    "ArrowDuty",
    "DeadlineText",
    "DoersAtSteps",
    "Hull",
    "Lane",
    "MoveKind",
    "Note",
    "Phase",
    "StepLook",
    "Story",
    "StoryMove",
    "StoryStep",
]


class StepLook(StrEnum):
    """How a step looks."""

    STATE = "state"
    START = "start"
    END = "end"
    STRAND_END = "strand end"
    CHOICE = "choice"
    FORK = "fork"
    JOIN = "join"
    RUN = "run"
    ANYWHERE = "anywhere"
    BACK = "back"

    @property
    def is_numbered(self) -> bool:
        """Whether the step bears a number, so that people can say "step 12"."""
        return self in {StepLook.STATE, StepLook.START, StepLook.RUN}

    @property
    def is_bar(self) -> bool:
        """Whether it is a bar across the lanes of its branches."""
        return self in {StepLook.FORK, StepLook.JOIN}

    @property
    def is_mark(self) -> bool:
        """Whether it is no step of its own: the start or end of a far arrow."""
        return self in {StepLook.ANYWHERE, StepLook.BACK}


class MoveKind(StrEnum):
    """How a move looks: inside a lane, across lanes, back, or by the clock."""

    STEP = "step"
    HANDOFF = "handoff"
    RETURN = "return"
    CLOCK = "clock"


class Lane(Struct, frozen=True):
    """An agency, or a role that several agencies may hold.

    ``homes`` are the short names of those agencies, empty for an agency's own lane.
    """

    id: Id
    short: Label
    title: Label
    homes: tuple[Label, ...] = ()


class DeadlineText(Struct, frozen=True):
    """A short span ("24 h") and what it rests on."""

    text: Label
    basis: Basis


class Phase(Struct, frozen=True):
    """A chapter of the story; ``title`` is empty where the protocol names none.

    ``deadline`` is that of the composite whose steps are all of the phase's.
    """

    id: Id
    title: Label | None
    deadline: DeadlineText | None = None

    def say(self, language: str) -> str:
        """Return the title with the deadline, as it stands at the edge of the page."""
        said = [self.title.say(language)] if self.title is not None else []
        if said and self.deadline is not None:
            said.append(self.deadline.text.say(language))
        return " · ".join(said)


class StoryStep(Struct, frozen=True):
    """Something that is drawn as a box, a pill, a hexagon or a bar.

    ``strand`` is the full name of the innermost strand, ``letter`` its letter.
    ``members`` are, for a mark, the steps that it speaks of; empty means any. A step
    that nobody holds stands in the lane that the case comes from.
    """

    id: str
    look: StepLook
    lane: Id
    phase: Id
    title: Label | None = None
    deadline: DeadlineText | None = None
    outcome: Outcome | None = None
    strand: str | None = None
    letter: str | None = None
    members: tuple[str, ...] = ()
    is_held: bool = True


class DoersAtSteps(Struct, frozen=True):
    """Who may do a duty at some of the steps where it is possible: any one of them.

    ``lanes`` are their agencies or roles.
    """

    steps: tuple[str, ...]
    said: Label
    lanes: tuple[Id, ...]


class ArrowDuty(Struct, frozen=True):
    """What moves the case: its text, who does it if not the lane, the confirmation.

    ``lane`` is the agency or role of ``doer``; ``everyone`` lists the doers where they
    are too many to name on an arrow, or differ from step to step; ``companions`` take
    part, every one of them; ``guard`` is the condition; ``confirm`` is how long the
    receiver of a handover has to acknowledge it. Nobody does what the clock brings
    (``is_clock``) or what happens (``is_signal``). ``opens`` names the protocols of the
    cases that it opens.
    """

    text: Label
    doer: Label | None = None
    lane: Id | None = None
    everyone: tuple[DoersAtSteps, ...] = ()
    confirm: Label | None = None
    is_clock: bool = False
    is_signal: bool = False
    opens: Label | None = None
    activity: Id | None = None
    companions: Label | None = None
    guard: Label | None = None
    is_silent: bool = False
    """Whether it hands the case to somebody who need not say: I have the child."""
    is_confirm: bool = False
    """Whether the text only says how long the receiver has to acknowledge."""

    @property
    def by_itself(self) -> bool:
        """Whether nobody does it."""
        return self.is_clock or self.is_signal


class StoryMove(Struct, frozen=True):
    """An arrow from step to step, with every duty that takes it.

    ``senders`` are the lanes that the case may come from; more than one where several
    agencies can stand before it. ``happens``: something happens that takes it, where
    its duties are not told.
    """

    id: str
    source: str
    target: str
    kind: MoveKind
    duties: tuple[ArrowDuty, ...] = ()
    senders: tuple[Id, ...] = ()
    happens: bool = False


class Note(Struct, frozen=True):
    """A duty that leaves the case where it is; no ``steps`` means at any step."""

    duty: ArrowDuty
    steps: tuple[str, ...]


class Hull(Struct, frozen=True):
    """A composite state: a title, a deadline, and the steps inside."""

    id: str
    title: Label | None
    deadline: DeadlineText | None
    steps: tuple[str, ...]

    def say(self, language: str) -> str:
        """Return the title with the deadline."""
        said = [self.title.say(language)] if self.title is not None else []
        if self.deadline is not None:
            said.append(self.deadline.text.say(language))
        return " · ".join(said)


class Story(Struct, frozen=True, dict=True):
    """All that one picture shows; ``colours`` are those of lanes and of doers.

    ``strands`` name each strand by its letter, ``families`` each family of lanes by
    its colour.
    """

    title: Label
    lanes: tuple[Lane, ...]
    phases: tuple[Phase, ...]
    steps: tuple[StoryStep, ...]
    moves: tuple[StoryMove, ...]
    notes: tuple[Note, ...]
    hulls: tuple[Hull, ...]
    languages: tuple[str, ...]
    colours: Mapping[Id, str]
    strands: tuple[tuple[str, Label], ...] = ()
    families: tuple[tuple[str, Label], ...] = ()

    @cached_property
    def step(self) -> Mapping[str, StoryStep]:
        """The steps by id."""
        return {step.id: step for step in self.steps}

    def beyond(self, name: str) -> tuple[str, ...]:
        """Return where the case may rest from a step on: itself, or behind a choice."""
        found, waiting = dict[str, None](), [name]
        for each in waiting:  # grows as it is walked
            look = self.step[each].look
            if not (look.is_bar or look is StepLook.CHOICE):
                found[each] = None
                continue
            onward = (move.target for move in self.moves if move.source == each)
            waiting += [target for target in onward if target not in waiting]
        return tuple(found)

    @cached_property
    def lane(self) -> Mapping[Id, Lane]:
        """The lanes by id."""
        return {lane.id: lane for lane in self.lanes}
