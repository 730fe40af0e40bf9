"""What to ask whoever does an activity: facts, reasons, people, papers, the state."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.acting import why_not
from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.compiled_case import (
    CompiledActivity,
    CompiledEntry,
    CompiledRow,
)
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.separation import bind, doer_of
from katch_protocols.cases.state import CaseState
from katch_protocols.cases.word_view import WordView
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.parties import Role
from katch_protocols.refusals import Could, Refusal
from katch_protocols.semantics.titles import Titles
from katch_protocols.words.languages import SPOKEN

__all__ = ["Form", "FormFact", "FormOption", "form"]


class FormOption(Struct, frozen=True):
    """One thing that a form names or lets choose: its name, and its title.

    Args:
        name: what to hand in: an id, or the full name of a state.
        title: what people read; ``title.say("kk")`` says it in a language.
    """

    name: str
    title: Label


class FormFact(Struct, frozen=True):
    """A fact that must be stated, with the answers that there are.

    Args:
        fact: the id of the fact; the key in ``records``.
        title: the question.
        values: the answers, in the order of the handbook.
        now: the value that the case has now; ``unknown`` where nobody has answered.
        note: what the handbook says besides, if anything.
        checklist: what to tick; ``checklist.follows(ticked)`` gives the value.
    """

    fact: Id
    title: Label
    values: tuple[FormOption, ...]
    now: str
    note: Label | None = None
    checklist: Checklist | None = None


class Form(Struct, frozen=True):
    """What to ask for one activity, in one state of a case; ``Case.form`` makes it.

    Args:
        activity: the full name of the activity.
        title: what it is called.
        state: the state that it is asked for; empty for the protocol's own level.
        states: the states to choose from, where it is possible in several; hand the
            name in as ``state``. Where there is no more than one, nothing is asked.
        questions: the facts to state, for ``records``.
        reasons: the codes of which one must be given, for ``reason``.
        roles: the roles in which the actor may act; without an actor those of the
            activity. Hand one in as ``role`` where there are several.
        together_with: the roles of which somebody else must take part, whatever is
            stated; for a panel they are those besides its seats.
        seats: where a panel decides, its seats besides the chair's, one each.
        quorum: where a panel decides, how many must sit, the chair among them; else 0.
        regions: the regions of which one must be stated, for ``opens_in``.
        needs: the documents that must exist.
        produces: the documents that come of it.
        sends: the documents that are sent.
        could: who could act here now: each role with the agencies that hold it.
        refusal: why it would be refused now, as ``why_not`` says; ``None`` if not.
        perhaps_with: the roles of which somebody else must take part too, but with some
            answers only; with others whoever comes along is refused.
    """

    activity: str
    title: Label
    state: str
    states: tuple[FormOption, ...]
    questions: tuple[FormFact, ...]
    reasons: tuple[FormOption, ...]
    roles: tuple[FormOption, ...]
    together_with: tuple[FormOption, ...]
    seats: tuple[FormOption, ...]
    quorum: int
    regions: tuple[FormOption, ...]
    needs: tuple[FormOption, ...]
    produces: tuple[FormOption, ...]
    sends: tuple[FormOption, ...]
    could: tuple[Could, ...]
    refusal: Refusal | None
    perhaps_with: tuple[FormOption, ...] = ()


def form(
    state: CaseState, name: str, actor: Actor | None, wanted: str | None, at: datetime
) -> Form:
    """Return what to ask for an activity; raises as ``Case.form`` does."""
    activity = state.compiled.activity(name)
    request = Request(activity.name, actor, state=wanted, told=activity.is_signal)
    refusal = why_not(state, request, at)
    offices = Offices(state, at)
    able = tuple(_able(activity, offices, request))
    denial = Denial(offices, request, activity)
    rows = tuple(able or denial.rows)
    entry = (rows[0].entry if rows else None) or _nearest(activity, wanted)
    return _Asking(offices, request, activity, entry, rows).form(
        denial.could(), refusal
    )


def _able(
    activity: CompiledActivity, offices: Offices, request: Request
) -> Iterable[CompiledRow]:
    """Yield the rows that could be taken, in each state that they could be taken in."""
    origins = dict.fromkeys(each.origin for each in activity.entries)
    for origin in origins if request.state is None else (request.state,):
        asked = Request(
            request.activity, request.actor, state=origin, told=request.told
        )
        found = authorize(offices, asked)
        if not isinstance(found, Denial):
            yield found.row


def _nearest(activity: CompiledActivity, wanted: str | None) -> CompiledEntry:
    """Return the entry of a state that is asked for, else the first."""
    meant = (each for each in activity.entries if wanted in (None, each.origin))
    return next(meant, activity.entries[0])


class _Asking:
    """One entry of an activity, asked of somebody in a case at an instant."""

    def __init__(
        self,
        offices: Offices,
        request: Request,
        activity: CompiledActivity,
        entry: CompiledEntry,
        rows: tuple[CompiledRow, ...],
    ) -> None:
        self.offices, self.request, self.state = offices, request, offices.state
        self.activity, self.entry, self.rows = activity, entry, rows
        self.compiled = self.state.compiled

    def form(self, could: tuple[Could, ...], refusal: Refusal | None) -> Form:
        entry, act = self.entry, self.entry.entry.act
        states = dict.fromkeys(row.entry.origin for row in self.rows)
        roles, panel = self.roles(), self.panel()
        needed, perhaps = self.partners(roles)
        return Form(
            self.activity.name,
            self.title(NameKind.ACTIVITY, self.activity.name),
            entry.origin,
            self.choices(NameKind.STATE, states),
            tuple(self.question(name) for name in entry.facts),
            tuple(self.reason(name) for name in entry.reasons),
            self.choices(NameKind.ROLE, roles),
            self.choices(NameKind.ROLE, needed),
            self.choices(NameKind.ROLE, () if panel is None else panel.others),
            0 if panel is None else panel.sitting,
            self.choices(NameKind.ACTOR, self.regions()),
            self.choices(NameKind.DOCUMENT, act.needs),
            self.choices(NameKind.DOCUMENT, act.produces),
            self.choices(NameKind.DOCUMENT, act.sends),
            could,
            refusal,
            self.choices(NameKind.ROLE, perhaps),
        )

    def roles(self) -> tuple[Id, ...]:
        """Return the roles in which the actor may act, else those of the activity."""
        actor = self.request.actor
        if actor is None:
            return tuple(dict.fromkeys(map(self.offices.acting, self.entry.roles)))
        held = self.offices.held(self.offices.roles(self.entry), actor)
        return tuple(dict.fromkeys(role for role, _ in held))

    def panel(self) -> Role | None:
        """Return the panel that decides, where one does; nobody who acts alone."""
        mine = () if self.request.actor is None else self.roles()
        names = (role for role in mine or self.entry.roles if role in self.entry.panels)
        return next((self.entry.panels[name] for name in names), None)

    def partners(self, roles: tuple[Id, ...]) -> tuple[list[Id], list[Id]]:
        """Return who must take part: whatever is stated, and with some answers only.

        First those of the activity, then those whom sentences ask for: who may sit
        anyway is not asked for besides, but whom the activity names is.
        """
        panel = self.panel()
        role = panel.id if panel else next(iter(roles or self.entry.roles), None)
        seats = () if panel is None else panel.members
        asked = [self.asked(row, role) for row in self.possible()]
        every = dict.fromkeys(name for names in asked for name in names)
        more = [name for name in every if name not in seats]
        sure = [name for name in more if all(name in each for each in asked)]
        needed = list(dict.fromkeys((*self.entry.partners, *sure)))
        return needed, [name for name in more if name not in needed]

    def possible(self) -> Sequence[CompiledRow]:
        """Return what may come of it here: a row for each way of answering."""
        word = self.state.word
        here = (row for row in self.activity.rows if row.entry is self.entry)
        return [row for row in here if word & row.mask == row.match] or self.rows[:1]

    def asked(self, row: CompiledRow, role: Id | None) -> Sequence[Id]:
        """Return whom sentences ask for beside whoever does it in a role."""
        actor, at = self.request.actor, self.offices.at
        token = "somebody" if actor is None else actor.token
        return bind(row, role, doer_of(token, None), self.state, at).partners

    def regions(self) -> list[Id]:
        """Return where it could open a case, if it opens one elsewhere."""
        if not any(each.another for each in self.entry.entry.opens):
            return []
        known = self.compiled.handbook.regions
        return [name for name in known if name != self.state.region]

    def question(self, name: Id) -> FormFact:
        fact = self.compiled.chart.facts[name]
        lists = self.compiled.handbook.checklists
        values = (
            FormOption(value, self.title(NameKind.VALUE, f"{name}.{value}"))
            for value in fact.values
        )
        view = WordView(self.compiled.table, self.state.word)
        return FormFact(
            name,
            fact.title,
            tuple(values),
            view.fact(name),
            fact.note,
            None if fact.checklist is None else lists.get(fact.checklist),
        )

    def reason(self, name: Id) -> FormOption:
        label = self.entry.entry.act.reasons[name]
        return FormOption(
            name, self.each(lambda _: readable(name)) if label is None else label
        )

    def choices(self, kind: NameKind, names: Iterable[str]) -> tuple[FormOption, ...]:
        return tuple(FormOption(name, self.title(kind, name)) for name in names)

    def title(self, kind: NameKind, name: str) -> Label:
        """Return what something is called in every language."""
        chart, book = self.compiled.chart, self.compiled.handbook
        return self.each(lambda spoken: Titles(chart, book, spoken).title(kind, name))

    def each(self, say: Callable[[str], str]) -> Label:
        languages = dict.fromkeys((*self.compiled.handbook.languages, *SPOKEN))
        return Label.of({language: say(language) for language in languages})
