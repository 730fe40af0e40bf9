"""The numbers of activities in a plan: one for each group of people who sit at one."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from katch_protocols.cases.compiled_case import CompiledRow, RowConstraint
from katch_protocols.cases.last_times import exceptions_in, is_meant
from katch_protocols.charts.chart import Entry, NodeKind
from katch_protocols.errors import BoundError
from katch_protocols.evidence.simulations.draft import (
    PlanDraft,
    PlannedConfiguration,
    PlannedProcess,
)
from katch_protocols.evidence.simulations.draws import key_of
from katch_protocols.evidence.simulations.people import Seat, is_about_seats
from katch_protocols.evidence.simulations.plan import MOST_SEATS
from katch_protocols.model.scenarios import WHOLE

__all__ = ["NumberedActivities"]


class NumberedActivities(PlanDraft):
    """Numbers activities, and tells which number is meant where."""

    def entries(self, process: PlannedProcess) -> None:
        """Number the activities of a protocol, one for each place where they stand."""
        compiled, x = process.compiled, self.x
        chart = compiled.chart
        process.acts = len(x["ac_key"])
        by_entry: dict[int, list[CompiledRow]] = {}
        for activity in compiled.activities.values():
            for row in activity.rows:
                by_entry.setdefault(id(row.row.entry), []).append(row)
        for place, entry in enumerate(chart.entries):
            rows = by_entry.get(id(entry), [])
            rows = [row for row in rows if row.row.match >= 0]
            process.rows.setdefault(entry.node, []).append((place, rows))
            process.places[id(entry)] = place
            self._first(process, place, rows)

    def _first(
        self, process: PlannedProcess, place: int, rows: Sequence[CompiledRow]
    ) -> None:
        """Number an activity with those who sit at it whatever the case."""
        entry, seats = process.compiled.chart.entries[place], None
        if rows and not entry.is_signal:
            about = [
                each
                for each in rows[0].constraints
                if is_about_seats(each.constraint)
                and not self.never_binds(each.constraint)
            ]
            process.offs = reduce(or_, (each.off for each in about), process.offs)
            always = [
                each.constraint
                for each in about
                if each.constraint.where is None
                and not each.off
                and not self.waived_for(each.constraint)
            ]
            seats = self.posts.seats(rows[0], always)
        self._number(process, place, seats or ())
        process.usable[place] = seats is not None

    def _act(
        self,
        process: PlannedProcess,
        row: CompiledRow,
        binding: Sequence[RowConstraint],
    ) -> int | None:
        """Return the number of an activity with those who sit at it by some sentences.

        ``None``: nobody may do it.
        """
        place = process.places[id(row.entry.entry)]
        if not process.usable[place]:
            return None
        key = place, frozenset(each.number for each in binding)
        if key not in process.by_binding:
            seats = self.posts.seats(row, [each.constraint for each in binding])
            process.by_binding[key] = self._known(process, place, seats)
        return process.by_binding[key]

    def _known(
        self, process: PlannedProcess, place: int, seats: tuple[Seat, ...] | None
    ) -> int | None:
        if seats is None:
            return None
        first = process.acts + place
        places = enumerate(self.x["ac_place"])
        same = (at for at, each in places if each == first)
        found = next((at for at in same if self.names.seats[at] == seats), None)
        return self._number(process, place, seats) if found is None else found

    def _number(
        self, process: PlannedProcess, place: int, seats: Sequence[Seat]
    ) -> int:
        """Number an activity with those who sit at it."""
        entry = process.compiled.chart.entries[place]
        x, scenario, number = self.x, self.scenario, len(self.x["ac_key"])
        bare = entry.activity.rpartition(".")[2]
        x["ac_key"].append(key_of(f"{process.id}:{entry.activity}"))
        x["ac_place"].append(process.acts + place)
        self.names.acts.append((process.id, entry.activity))
        work = scenario.work.get(entry.activity) or scenario.work.get(bare)
        wait = scenario.waits.get(entry.activity) or scenario.waits.get(bare)
        x["ac_work"].append(self.table(work or scenario.usual_work))
        x["ac_wait"].append(-1 if wait is None else self.table(wait))
        x["ac_weight"].append(self._weight(process, entry))
        self._seats(entry, seats)
        x["ac_fact_at"].append(len(x["ac_fact"]))
        x["ac_fact"] += self.facts(process, entry.act.records)
        x["ac_clock_at"].append(len(x["ac_clock"]))
        chart = process.compiled.chart
        around = (entry.node, *chart.ancestors(entry.node))
        x["ac_clock"] += [
            process.clocks[node]
            for node in around
            if node in process.clocks and chart.nodes[node].within is not None
        ]
        x["ac_duty_at"].append(len(x["ac_duty"]))
        x["ac_duty"] += [
            process.duties + number
            for number, duty in enumerate(chart.duties)
            if place in duty.places
        ]
        return number

    def _seats(self, entry: Entry, seats: Sequence[Seat]) -> None:
        x = self.x
        self.names.seats.append(tuple(seats))
        counted = [seat for seat in seats if seat.posts]
        if len(counted) > MOST_SEATS:
            raise BoundError("seats", MOST_SEATS, entry.activity)
        x["ac_seat_at"].append(len(x["seat_at"]))
        for seat in counted:
            x["seat_at"].append(len(x["seat_post"]))
            x["seat_acts"].append(int(seat.acts))
            for at, able, body in seat.posts:
                x["seat_post"].append(at)
                x["seat_able"].append(able)
                x["seat_agency"].append(0 if body is None else key_of(body))
        used = {at for seat in counted for at, _, _ in seat.posts}
        posts = [self.posts.all[at] for at in used]
        x["ac_posts"].append(sum(1 << at for at in used))
        x["ac_ask_at"].append(len(x["ac_ask"]))
        fill = [{at for at, _, _ in seat.posts} for seat in counted]
        x["ac_ask"] += [
            sum(WHOLE // len(each) for each in fill if at in each)
            for at in sorted(used)
        ]
        x["ac_office"].append(int(any(post.office for post in posts)))
        x["ac_share"].append(min([WHOLE, *(post.share for post in posts)]))

    def line(self, process: PlannedProcess, node: int) -> Mapping[str, int] | None:
        """Return how often what is drawn in a state, where the scenario says so."""
        name = process.compiled.chart.nodes[node].name
        bare = name.rpartition(".")[2]
        for key in (f"{process.id}.{name}", name, bare):
            if name and key in self.scenario.choices:
                return self.scenario.choices[key].weights
        return None

    def _weight(self, process: PlannedProcess, entry: Entry) -> int:
        """Return how often an activity is drawn where it is possible; 0: never.

        Where every deadline is kept, what is due again and again is done when it is.
        """
        if self.if_kept and entry.act.every is not None:
            return 0
        line = self.line(process, entry.node)
        bare = entry.activity.rpartition(".")[2]
        if line is not None:
            found = line.get(entry.activity, line.get(bare))
            if found is not None:
                return found
            if sum(line.values()) == WHOLE:
                return 0
        if entry.activity in process.happenings or entry.is_signal:
            return 0
        chart = process.compiled.chart
        leads = entry.goal is not None
        atomic = chart.nodes[entry.node].kind is NodeKind.ATOMIC
        if entry.act.may or (leads and not atomic):
            self.names.left_out[entry.activity] = None
            return 0
        return 1

    def happening_here(
        self, process: PlannedProcess, here: PlannedConfiguration, row: CompiledRow
    ) -> int | None:
        """Return the number of what the scenario lets happen; -1: nobody does it.

        ``None``: somebody would have to, and nobody may here, so that it does not.
        """
        return -1 if row.entry.entry.is_signal else self.seated(process, here, row)

    def seated(
        self, process: PlannedProcess, here: PlannedConfiguration, row: CompiledRow
    ) -> int | None:
        """Return the number of an activity with those who sit at it here."""
        about = (each for each in row.constraints if is_about_seats(each.constraint))
        past = here.past | self.past(process, here.word, row)
        binding = [
            each
            for each in about
            if not each.off & past and self._binds(process, here, row, each)
        ]
        return self._act(process, row, binding)

    def _binds(
        self,
        process: PlannedProcess,
        here: PlannedConfiguration,
        row: CompiledRow,
        each: RowConstraint,
    ) -> bool:
        """Tell whether a sentence that says who sits binds what is its A here."""
        table, constraint = process.compiled.table, each.constraint
        meant = is_meant(constraint, row.row, here.word, table)
        return meant and not self.is_waived(process, here, constraint)

    def past(self, process: PlannedProcess, word: int, row: CompiledRow) -> int:
        """Return the exceptions of sentences that a step brings, as bits."""
        return exceptions_in(process.compiled, row, word & row.keep | row.set)
