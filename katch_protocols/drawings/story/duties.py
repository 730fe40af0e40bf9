"""Who holds a step, and who may do what there, in words."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    ChartOpening,
    ChartTimer,
    Entry,
)
from katch_protocols.charts.titles import party_called
from katch_protocols.drawings.story.nouns import ArrowDuty, DoersAtSteps, Lane
from katch_protocols.drawings.story.saying import (
    Conditions,
    named,
    span,
    together,
    word,
)
from katch_protocols.duties.panels import seated
from katch_protocols.duties.parties import home_of
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.graphs.handoffs import HandoffWays
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Agency, Role
from katch_protocols.words.lists import one_line, options

__all__ = ["SEVERAL", "Duties", "LaneNames", "Share"]


class LaneNames(Struct, frozen=True):
    """Turns roles and agencies into lanes."""

    handbook: Handbook
    languages: Sequence[str]

    def lane_of(self, name: Id | None) -> Id | None:
        """Return the lane of a role or agency: its one home, else itself."""
        return None if name is None else home_of(name, self.handbook)

    def lane(self, name: Id) -> Lane:
        """Describe a lane."""
        agency = self.handbook.agencies.get(name)
        if agency is not None:
            return Lane(name, agency.called, agency.title)
        title = self.role(name)
        role = self.handbook.roles.get(self.handbook.acting(name))
        homes = self._homes(role.agencies if role else ())
        return Lane(name, title, title, homes)

    def role(self, name: Id) -> Label:
        """Name somebody who takes part: by the role, not by its agency."""
        return named(party_called(self.handbook, name), name, self.languages)

    def _homes(self, names: Sequence[Id]) -> tuple[Label, ...]:
        agencies: Mapping[Id, Agency] = self.handbook.agencies
        return tuple(agencies[name].called for name in names if name in agencies)

    def doers(self, by: Sequence[Id], lane: Id) -> tuple[Id, ...]:
        """Return the lanes of whoever may do a duty; none if it is only ``lane``.

        Where the lane's own party is one of several, all are named: a reader must not
        think that nobody else may act.
        """
        lanes = dict.fromkeys(home_of(name, self.handbook) for name in by)
        alone = [*lanes] == [lane] and not any(map(self._panel, by))
        return () if alone else tuple(lanes)

    def said(self, by: Sequence[Id]) -> Label:
        """Name whoever may do a duty in one line: their lanes; a panel by itself."""
        names: dict[Id, Label] = {}
        for name in by:
            panel, lane = self._panel(name), home_of(name, self.handbook)
            if panel is None:
                names[lane] = self.lane(lane).short
            else:
                said = {each: seated(panel, each) for each in self.languages}
                names[name] = Label(texts=said)
        return together([*names.values()], self.languages, how=options)

    def _panel(self, name: Id) -> Role | None:
        role = self.handbook.roles.get(name)
        return role if role is not None and role.is_panel else None


SEVERAL = ""
"""The lane of a doer where several may do it: no one agency's colour."""

_FEW_DOERS = 2
"""More doers than this are counted on the arrow and listed under the picture."""

Share = tuple[tuple[str, ...], tuple[Id, ...]]
"""Some steps, and the roles that may do an activity there."""


class Duties(Struct, frozen=True, dict=True):
    """Says the duties of one chart."""

    chart: Chart
    holders: LaneNames
    languages: Sequence[str]

    def of(self, entry: Entry, lane: Id, shares: Sequence[Share]) -> ArrowDuty:
        """Return the duty of an entry; who does it is said if not only ``lane`` does.

        ``shares`` say who may do it at which steps, once for each set of roles.
        """
        doer, alone, everyone = self._doers(lane, shares)
        together_with = entry.act.raci.together_with
        return ArrowDuty(
            self._title(entry),
            doer,
            alone,
            everyone,
            self._confirm(entry),
            activity=entry.activity,
            companions=self._companions(together_with) if together_with else None,
            guard=self._guard(entry),
            is_signal=entry.is_signal,
            opens=self._opens(entry),
            is_silent=entry.activity in self._silent,
        )

    @cached_property
    def _silent(self) -> frozenset[str]:
        """The activities that hand the case over where nobody has to acknowledge."""
        chart, handbook = self.chart, self.holders.handbook
        ways = HandoffWays(chart, inside=True)
        found = ways.among(lambda role: (home_of(role, handbook),))
        return frozenset(
            asked_by(chart, each.activity) for each in found if not each.acknowledged
        )

    def _doers(
        self, lane: Id, shares: Sequence[Share]
    ) -> tuple[Label | None, Id | None, tuple[DoersAtSteps, ...]]:
        if len(shares) > 1:
            told = tuple(
                DoersAtSteps(steps, self.holders.said(by), lanes)
                for steps, by in shares
                for lanes in [tuple(dict.fromkeys(map(self._lane, by)))]
            )
            return word("doers-by-step", self.languages), SEVERAL, told
        lanes = self.holders.doers(shares[0][1], lane) if shares else ()
        if not lanes:
            return None, None, ()
        said = self.holders.said(shares[0][1])
        if len(lanes) <= _FEW_DOERS:
            return said, lanes[0] if len(lanes) == 1 else SEVERAL, ()
        crowd = word("any-of", self.languages, count=str(len(lanes)))
        return crowd, SEVERAL, (DoersAtSteps(shares[0][0], said, lanes),)

    def _lane(self, name: Id) -> Id:
        return self.holders.lane_of(name) or name

    def clock(self, timer: ChartTimer) -> ArrowDuty:
        """Return what a timer says: after how long it moves the case."""
        limit = span(timer.limit, self.languages)
        return ArrowDuty(word("after", self.languages, span=limit), is_clock=True)

    def receiver(self, entry: Entry) -> Id | None:
        """Return the lane of whoever alone must acknowledge a handover."""
        handover = entry.act.handover
        if handover is None or len(handover.to) > 1:
            return None
        return self._lane(handover.to[0])

    def asked(self, strand: ChartNode) -> Id | None:
        """Return the lane of whoever is waited for in a strand, if anybody is."""
        if strand.awaiting is None or strand.initial is None:
            return None
        receiver = self.chart.nodes[strand.initial].receiver
        return None if receiver is None else self._lane(receiver)

    def _title(self, entry: Entry) -> Label:
        """Say an activity beside an arrow, where its short title is enough."""
        title = entry.act.short or self.chart.short_of(entry.activity)
        said = named(title, entry.activity, self.languages)
        if entry.act.may:
            return word("duties.may-do", self.languages, activity=said)
        clocks = [
            word(
                f"duties.own-{key}",
                self.languages,
                span=span(clock.limit, self.languages),
            )
            for key, clock in (("within", entry.act.within), ("every", entry.act.every))
            if clock is not None
        ]
        return together([said, *clocks], self.languages, how=" · ".join)

    def _companions(self, names: Sequence[Id]) -> Label:
        roles = [self.holders.role(name) for name in names]
        return together(roles, self.languages, how=one_line)

    def _opens(self, entry: Entry) -> Label | None:
        """Name the protocols of the cases that an entry opens, each with its limit."""
        titles = [*map(self._opened, self.chart.openings(entry))]
        return together(titles, self.languages, how=one_line) if titles else None

    def _opened(self, opening: ChartOpening) -> Label:
        known, name = self.holders.handbook.protocols, opening.protocol
        title = named(known[name].title, name, self.languages)
        if opening.within is None:
            return title
        limit = span(opening.within.limit, self.languages)
        within = word("duties.own-within", self.languages, span=limit)
        return together((title, within), self.languages, how=" · ".join)

    def _guard(self, entry: Entry) -> Label | None:
        if entry.when is None:
            return None
        return Conditions(self.chart, self.languages).say(entry.when)

    def _confirm(self, entry: Entry) -> Label | None:
        handover = entry.act.handover
        if handover is None or len(handover.to) > 1:
            return None
        if handover.within is None:
            return word("confirms", self.languages)
        return span(handover.within.limit, self.languages)
