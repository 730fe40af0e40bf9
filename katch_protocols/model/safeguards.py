"""Safeguards: what must hold in every case. Each kind is a noun with declared fields.

To add a kind: its noun here, its forms in ``sentences.forms``, its proof in
``proofs.kinds``, its words in the catalogue ``sentences`` and its page in the docs.
"""

from abc import abstractmethod
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import AfterValidator, Field

from katch_protocols.model.citations import Citation
from katch_protocols.model.conditions import Alternatives, Condition, distinct
from katch_protocols.model.deadlines import MAX_AMOUNT, PositiveDuration
from katch_protocols.model.names import (
    EventName,
    ItemName,
    NameKind,
    RoleName,
    StateName,
    ValueKind,
    names_held,
)
from katch_protocols.model.noun import ByKind, Id, Label, Noun

__all__ = [
    "KINDS",
    "AboutPeople",
    "AfterNever",
    "AfterThen",
    "AlwaysPossible",
    "AtLeastAfter",
    "AtLeastEvery",
    "AtMost",
    "BetweenNever",
    "Different",
    "Enforced",
    "Enforcement",
    "EveryCaseHas",
    "Excludes",
    "Independent",
    "Informs",
    "Never",
    "OnlyDoes",
    "OnlyTo",
    "Principle",
    "Requires",
    "RequiresSince",
    "RequiresThat",
    "Safeguard",
    "SafeguardRule",
    "SamePerson",
    "Sentence",
    "TakesPart",
    "WhileNever",
]


class SafeguardRule(Noun):
    """A sentence about events; an event is an activity or a state that is entered.

    ``where`` filters the first event; ``unless`` names the documented exceptions, after
    any of which the rule does not bind. Every kind may end with them.
    """

    where: Annotated[Condition | None, ValueKind.CONDITION] = None
    unless: Annotated[tuple[str, ...], AfterValidator(distinct), NameKind.EVENT] = ()


class Never(SafeguardRule):
    """``never A``: A happens in no case.

    DECLARE: absence.
    """

    kind: Literal["never"] = "never"
    event: EventName


class Requires(SafeguardRule):
    """``A requires B``: B happened earlier; ``each time``: since the last A.

    DECLARE: precedence, alternate precedence.
    """

    kind: Literal["requires"] = "requires"
    event: EventName
    earlier: EventName
    each_time: bool = False


class RequiresSince(SafeguardRule):
    """``A requires B since C``: B happened since the last C.

    Since the start, if there was none.
    """

    kind: Literal["requires_since"] = "requires_since"
    event: EventName
    earlier: EventName
    since: EventName


class RequiresThat(SafeguardRule):
    """``A requires that CONDITION``: it held just before A."""

    kind: Literal["requires_that"] = "requires_that"
    event: EventName
    condition: Annotated[Condition, ValueKind.CONDITION]


class EveryCaseHas(SafeguardRule):
    """``every case has A``: each that ends ``protected`` or ``done``.

    ``before an end``: each that ends. DECLARE: existence.
    """

    kind: Literal["every_case_has"] = "every_case_has"
    event: EventName
    any_end: bool = False


class AfterThen(SafeguardRule):
    """``after A then B``, and ``within DURATION`` if every deadline is kept.

    DECLARE: response.
    """

    kind: Literal["after_then"] = "after_then"
    event: EventName
    later: EventName
    within: Annotated[PositiveDuration | None, ValueKind.DURATION] = None


class AfterNever(SafeguardRule):
    """``after A never C``.

    DECLARE: not response.
    """

    kind: Literal["after_never"] = "after_never"
    event: EventName
    forbidden: EventName


class BetweenNever(SafeguardRule):
    """``between A and B never C``; open at its end."""

    kind: Literal["between_never"] = "between_never"
    event: EventName
    end: EventName
    forbidden: EventName


class AtLeastEvery(SafeguardRule):
    """``between A and B always C at least every DURATION``."""

    kind: Literal["at_least_every"] = "at_least_every"
    event: EventName
    end: EventName
    recurring: EventName
    period: Annotated[PositiveDuration, ValueKind.DURATION]


class WhileNever(SafeguardRule):
    """``while S never C``: S active just before C."""

    kind: Literal["while_never"] = "while_never"
    event: StateName
    forbidden: EventName


class AtMost(SafeguardRule):
    """``A at most N times``: in no case more often.

    DECLARE: absence.
    """

    kind: Literal["at_most"] = "at_most"
    event: EventName
    times: Annotated[int, Field(ge=1, le=MAX_AMOUNT), ValueKind.COUNT]


class Excludes(SafeguardRule):
    """``A excludes B``: no case has both.

    DECLARE: not co-existence.
    """

    kind: Literal["excludes"] = "excludes"
    event: EventName
    other: EventName


class AlwaysPossible(SafeguardRule):
    """``A is always possible``: from every configuration that is not an end."""

    kind: Literal["always_possible"] = "always_possible"
    event: EventName


class Independent(SafeguardRule):
    """``A does not depend on B``: neither order nor condition ties A to B."""

    kind: Literal["independent"] = "independent"
    event: EventName
    other: EventName


class Informs(SafeguardRule):
    """``A informs X``: every way of doing A reaches an agency or a role."""

    kind: Literal["informs"] = "informs"
    event: EventName
    party: Annotated[Id, NameKind.ACTOR]


class OnlyTo(SafeguardRule):
    """``D only to X / Y``: a document or data category reaches no other agency."""

    kind: Literal["only_to"] = "only_to"
    item: ItemName
    receivers: Annotated[Alternatives, NameKind.ACTOR]


class Enforcement(StrEnum):
    """What a sentence asks of an activity: a live case refuses anything else."""

    ONLY = "only"
    """Only the named parties do it."""
    WITH = "with"
    """The named role takes part."""
    APART = "apart"
    """Whoever does the one is not whoever does the other."""
    AGENCIES_APART = "agencies apart"
    SAME = "same"
    """Whoever does the one also does the other."""
    WAIT = "wait"
    """So much time has passed since the other."""


class Enforced(SafeguardRule):
    """A sentence that depends on what people do: a live case refuses its breach."""

    @property
    @abstractmethod
    def enforcement(self) -> Enforcement:
        """What a live case enforces."""


class AtLeastAfter(Enforced):
    """``A at least DURATION after B``: so much time has passed since the last B."""

    kind: Literal["at_least_after"] = "at_least_after"
    event: EventName
    least: Annotated[PositiveDuration, ValueKind.DURATION]
    earlier: EventName

    @property
    def enforcement(self) -> Enforcement:
        """A live case refuses an A that is early, whoever would do it."""
        return Enforcement.WAIT


class AboutPeople(Enforced):
    """A sentence about who acts; no state can be its event, for nobody does a state.

    What it enforces, staffing must be able to meet.
    """

    @property
    def done(self) -> tuple[str, ...]:
        """The events of which it asks who does them; the first one bears ``where``."""
        return names_held(self, NameKind.EVENT, but="unless")

    @property
    def parties(self) -> tuple[Id, ...]:
        """The roles and agencies that it names."""
        return names_held(self, NameKind.ACTOR, NameKind.ROLE)


class TakesPart(AboutPeople):
    """``A with ROLE``: the role always takes part in A."""

    kind: Literal["takes_part"] = "takes_part"
    event: EventName
    role: RoleName

    @property
    def enforcement(self) -> Enforcement:
        """A live case asks for the role."""
        return Enforcement.WITH


class OnlyDoes(AboutPeople):
    """``only X / Y does A``: an agency or role, or several.

    WSP: authorisation.
    """

    kind: Literal["only_does"] = "only_does"
    event: EventName
    actors: Annotated[Alternatives, NameKind.ACTOR]

    @property
    def enforcement(self) -> Enforcement:
        """A live case refuses everybody else."""
        return Enforcement.ONLY


class Different(AboutPeople):
    """``A and B by different people`` or ``by different agencies``.

    WSP: separation of duty.
    """

    kind: Literal["different"] = "different"
    event: EventName
    other: EventName
    agencies: bool = False

    @property
    def enforcement(self) -> Enforcement:
        """A live case refuses whoever did the other; or their whole agency."""
        return Enforcement.AGENCIES_APART if self.agencies else Enforcement.APART


class SamePerson(AboutPeople):
    """``A and B by the same person``.

    WSP: binding of duty.
    """

    kind: Literal["same_person"] = "same_person"
    event: EventName
    other: EventName

    @property
    def enforcement(self) -> Enforcement:
        """A live case refuses everybody but whoever did the other."""
        return Enforcement.SAME


Sentence: TypeAlias = (
    AfterNever
    | AfterThen
    | AlwaysPossible
    | AtLeastAfter
    | AtLeastEvery
    | AtMost
    | BetweenNever
    | Different
    | EveryCaseHas
    | Excludes
    | Independent
    | Informs
    | Never
    | OnlyDoes
    | OnlyTo
    | Requires
    | RequiresSince
    | RequiresThat
    | SamePerson
    | TakesPart
    | WhileNever
)
"""A sentence of any kind."""

KINDS: tuple[type[SafeguardRule], ...] = get_args(Sentence)
"""Every kind of safeguard."""


class Principle(Noun):
    """What a family of safeguards keeps, whichever protocol each stands in.

    ``promise`` is one sentence to the child, ``never`` one imperative to the bodies.
    """

    id: Id
    title: Label
    promise: Label | None = None
    never: Label | None = None
    note: Label | None = None


class Safeguard(Noun):
    """A promise to the child that holds on every path; ``binds`` names protocols.

    ``promise`` is one sentence to the child, ``never`` one imperative to the bodies
    that it binds; where few safeguards fit, those that have them are shown. What it
    does not say of itself is said by its ``principle``.
    ``binds`` is written in ``safeguards.yaml`` only; empty there: every protocol that
    has all the names of the sentence.
    """

    id: Id
    rule: Annotated[Sentence, ByKind()]
    principle: Id | None = None
    title: Label | None = None
    promise: Label | None = None
    never: Label | None = None
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    binds: tuple[Id, ...] = ()

    def under(self, principle: Principle | None) -> "Safeguard":
        """Return it with the words of its principle, where it has none of its own."""
        if principle is None:
            return self
        words = {
            key: getattr(principle, key)
            for key in ("title", "promise", "never")
            if getattr(self, key) is None
        }
        return self.model_copy(update=words)
