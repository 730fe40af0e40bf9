"""From what a file says to a started handbook: whatever is missing is put in its place.

What is put in is a stand-in, and listed: nobody yet answers, no end yet means anything
for the child. What a protocol may not have (a state that no case enters, an activity
that is never possible) is left out, and listed too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import Struct, field

from katch_protocols.exchange.incoming import Incoming, StartedProtocol, UnreadPart
from katch_protocols.exchange.leave_out import LEFT_OUT, leave_out
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.activities import Activity, Target
from katch_protocols.model.handbook import Handbook, Question
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.parties import Agency, AgencyKind, Level, Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import Outcome, State
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.words.say import say

__all__ = ["Begun", "begin", "fill"]

_ROUNDS = 12
"""How often what is left is looked at again after something was left out."""

_UNREACHABLE = "unreachable-state"

_BEFORE_UNREACHED = frozenset({_UNREACHABLE, "complete-without-done"})
"""Rules whose errors stand for all states that no case enters."""

_NEEDS_END = frozenset(
    {"no-end", "dead-end-state", "never-ending", "no-way-to-end", "outcome-misplaced"}
)
"""What is mended by an activity that can end every case."""


class Begun(Struct, frozen=True):
    """A handbook that has no errors as far as they can be mended here.

    ``supplied`` has what was put in, by name, and where; ``unread`` what was left out
    on the way; ``findings`` what ``check`` says of the handbook.
    """

    handbook: Handbook
    supplied: Mapping[str, tuple[str, ...]]
    unread: tuple[UnreadPart, ...]
    findings: tuple[Finding, ...]


def begin(draft: StartedProtocol, incoming: Incoming) -> Begun:
    """Make a handbook of a draft; the same draft gives the same handbook."""
    return _Beginning(draft, incoming).begun()


def fill(draft: StartedProtocol, incoming: Incoming) -> Handbook:
    """Make a handbook with stand-ins alone: nothing is left out, nothing is checked."""
    beginning = _Beginning(draft, incoming)
    return beginning.handbook(beginning.filled(draft.protocol))


class _Beginning(Struct):
    draft: StartedProtocol
    incoming: Incoming
    supplied: dict[str, list[str]] = field(default_factory=dict)
    unread: list[UnreadPart] = field(default_factory=list)

    def begun(self) -> Begun:
        protocol = self.filled(self.draft.protocol)
        handbook = self.handbook(protocol)
        context = Context(handbook)
        findings = check_context(context)
        for _ in range(_ROUNDS):
            mended = self._mended(protocol, findings, context)
            if mended is protocol:
                break
            protocol = mended
            handbook = self.handbook(protocol)
            context = Context(handbook)
            findings = check_context(context)
        supplied = {name: tuple(where) for name, where in self.supplied.items()}
        # What is nested too deeply for a file, or has too much in it, is said too.
        findings = (*read_texts(write(handbook)).findings, *findings)
        return Begun(handbook, supplied, tuple(self.unread), findings)

    def _say(self, key: str) -> Label:
        language = self.incoming.language
        return Label.of({language: say(f"exchange.{key}", language)})

    def _supply(self, name: str, place: str) -> None:
        places = self.supplied.setdefault(name, [])
        if place not in places:
            places.append(place)

    def _title(self, noun: State | Activity) -> Label:
        spare = Label.of({self.incoming.language: readable(noun.id)})
        return noun.title or spare

    def filled(self, protocol: Protocol) -> Protocol:
        """Return the protocol with a stand-in wherever a handbook needs something."""
        states = {
            name: self._state(state, name, None)
            for name, state in protocol.states.items()
        }
        acts = {
            name: self._activity(act, None, name)
            for name, act in protocol.activities.items()
        }
        return protocol.model_copy(update={"states": states, "activities": acts})

    def _state(self, state: State, place: str, held: Id | None) -> State:
        final_at_top = state.final and "." not in place
        holder = state.held_by or held
        needs = not state.final and not state.decide and holder is None
        if needs:
            holder = self._somebody(place)
        if final_at_top and state.outcome is None:
            self._supply("outcome", place)
        inside = {
            key: {
                name: self._state(child, f"{place}.{name}", holder)
                for name, child in getattr(state, key).items()
            }
            for key in ("states", "parallel")
        }
        acts = {
            name: self._activity(act, holder, name)
            for name, act in state.activities.items()
        }
        spare = Outcome.NOT_APPLICABLE if final_at_top else None
        return state.model_copy(
            update={
                **inside,
                "title": self._title(state),
                "held_by": holder if needs else state.held_by,
                "outcome": state.outcome or spare,
                "activities": acts,
            }
        )

    def _activity(self, act: Activity, held: Id | None, place: str) -> Activity:
        raci = act.raci
        if act.is_signal:
            return act.model_copy(update={"title": self._title(act)})
        if not raci.by:
            by = held or self._somebody(place)
            raci = raci.model_copy(update={"by": (by,)})
        if held is None and not raci.accountable:
            # At the top no state is sure to be held by anybody.
            raci = raci.model_copy(update={"accountable": raci.by[:1]})
        return act.model_copy(update={"title": self._title(act), "raci": raci})

    def _somebody(self, place: str) -> Id:
        self._supply("holder", place)
        return self.incoming.names.of("somebody", "somebody")

    def handbook(self, protocol: Protocol) -> Handbook:
        names, language = self.incoming.names, self.incoming.language
        roles = dict(self.draft.roles)
        if "holder" in self.supplied:
            somebody = names.of("somebody", "somebody")
            roles[somebody] = Role(id=somebody, title=self._say("title-somebody"))
        agencies = dict(self.draft.agencies)
        homeless = [
            role for role in roles.values() if not (role.agencies or role.is_panel)
        ]
        if homeless:
            home = names.of("some agency", "some_agency")
            agencies[home] = self._agency(home)
            for role in homeless:
                self._supply("agency", role.id)
                roles[role.id] = role.model_copy(update={"agencies": (home,)})
        own = names.of("handbook", f"{protocol.id}_handbook")
        return Handbook(
            id=own,
            title=protocol.title,
            languages=(language,),
            functions=self.draft.functions,
            qualifications=self.draft.qualifications,
            roles=roles,
            agencies=agencies,
            questions={each.id: each for each in self._questions()},
            protocols={protocol.id: protocol},
        )

    def _agency(self, name: Id) -> Agency:
        return Agency(
            id=name,
            title=self._say("title-some-agency"),
            kind=AgencyKind.SERVICE,
            level=Level.NATIONAL,
        )

    def _questions(self) -> Iterator[Question]:
        """Yield what somebody must answer before the protocol can be in force."""
        for name in self.supplied:
            yield Question(id=f"which_{name}", title=self._say(f"question-{name}"))

    def _mended(
        self, protocol: Protocol, findings: tuple[Finding, ...], context: Context
    ) -> Protocol:
        """Leave out what may not be there; the same protocol if nothing can be done."""
        wrong = [each for each in findings if each.severity is Severity.ERROR]
        about = [each for each in wrong if each.rule in LEFT_OUT]
        about += [behind for each in wrong for behind in _behind(each, context)]
        less, told = leave_out(protocol, about)
        if told:
            self.unread += [UnreadPart(0, each.what, each.why) for each in told]
            return less
        if any(each.rule in _NEEDS_END for each in wrong) and not self._has_end:
            return self._with_end(protocol)
        return protocol

    @property
    def _has_end(self) -> bool:
        return "end" in self.supplied

    def _with_end(self, protocol: Protocol) -> Protocol:
        """Return the protocol with an activity by which every case can end."""
        names = self.incoming.names
        end = names.state("the end", "ended")
        act = names.activity("to end", "end_the_case")
        self._supply("end", end)
        final = self._state(
            State(id=end, title=self._say("title-ended"), final=True), end, None
        )
        ending = self._activity(
            Activity(id=act, title=self._say("title-end-case"), to=Target(state=end)),
            None,
            act,
        )
        return protocol.model_copy(
            update={
                "states": {**protocol.states, end: final},
                "activities": {**protocol.activities, act: ending},
            }
        )


def _behind(finding: Finding, context: Context) -> Iterator[Finding]:
    """Yield a finding for each state that is told with another one: none enters it."""
    if finding.rule in _BEFORE_UNREACHED:
        for node in context.uses[str(finding.path[1])].never_entered:
            yield replace(finding, rule=_UNREACHABLE, path=node.path)
