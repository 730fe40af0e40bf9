"""Every configuration that cases of a scenario can come to, and what follows there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import product

from katch_protocols.budget import look, progressed
from katch_protocols.cases.compiled_case import A, CompiledRow, CompiledStep
from katch_protocols.cases.instants import EVER, NEVER
from katch_protocols.cases.last_times import TakenStep, exceptions_in, is_meant
from katch_protocols.errors import BoundError
from katch_protocols.evidence.simulations.breadth import Breadth
from katch_protocols.evidence.simulations.draft import (
    PlannedConfiguration,
    PlannedProcess,
)
from katch_protocols.evidence.simulations.effects import (
    DrawnEffects,
    PlannedStep,
    past_after,
)
from katch_protocols.evidence.simulations.numbered_activities import (
    NumberedActivities,
)
from katch_protocols.evidence.simulations.numbering import Numbering
from katch_protocols.evidence.simulations.plan import ASIDE
from katch_protocols.model.noun import Id

__all__ = ["MOST_CONFIGURATIONS", "ScenarioWalk"]

MOST_CONFIGURATIONS = 400_000
"""How many configurations all protocols of a scenario may have together."""

_ONCE = datetime(2024, 1, 1, tzinfo=UTC)
"""Some instant at which a B was."""


class ScenarioWalk(Numbering, NumberedActivities, DrawnEffects, Breadth):
    """Walks from each beginning to wherever the scenario lets cases go."""

    def begun(self, process: PlannedProcess, given: Mapping[str, str]) -> int:
        """Return the number of a beginning: where it leads, and its effect."""
        table = process.compiled.table
        word, entered = table.begun(given)
        key = process.index, word, entered
        if key not in self.beginnings:
            change = PlannedStep(None, 0, word, entered)
            effect = self.effect(process, change)
            x = self.x
            self.beginnings[key] = len(x["be_next"])
            begun = PlannedConfiguration(
                word, past_after(process, change) & process.offs
            )
            x["be_next"].append(self._number_of(process, begun, "be_next"))
            x["be_effect"].append(effect)
        return self.beginnings[key]

    def _configuration(
        self, process: PlannedProcess, here: PlannedConfiguration
    ) -> None:
        at = len(self.x["cf_final"])
        process.configurations[here] = at
        x = self.x
        if at >= MOST_CONFIGURATIONS:
            raise BoundError("configurations", MOST_CONFIGURATIONS, process.id)
        x["cf_final"].append(int(process.compiled.table.is_final(here.word)))
        x["cf_protocol"].append(process.index)
        later = at
        if here.over < len(process.lapses) and not x["cf_final"][at]:
            over = here._replace(over=here.over + 1)
            later = self._number_of(process, over, "cf_later")
        x["cf_later"].append(later)
        x["op_at"].append(len(x["op_state"]))
        x["tm_at"].append(len(x["tm_id"]))
        x["ev_at"].append(len(x["ev_id"]))

    def walk(self) -> None:
        """Visit each configuration once, in the order in which it is met.

        Raises:
            BoundError: There are too many; where that can be told, none is visited.
        """
        first = next(iter(self.processes.values()))
        if self.surely_surpasses(first, MOST_CONFIGURATIONS):
            raise BoundError("configurations", MOST_CONFIGURATIONS, first.id)
        waiting, self.todo = self.todo, []
        while waiting:
            for process, here in waiting:
                if here not in process.configurations:
                    look()
                    progressed("configurations", len(self.x["cf_final"]))
                    self._visit(process, here)
            waiting, self.todo = self.todo, []
        for name, place, process, here in self.pending:
            self.x[name][place] = process.configurations[here]

    def _visit(self, process: PlannedProcess, here: PlannedConfiguration) -> None:
        self._configuration(process, here)
        x, table, word = self.x, process.compiled.table, here.word
        if table.is_final(word):
            return
        for node in (0, *self.active(process, word)):
            self._place(process, here, node)
        for step in process.compiled.ticks:
            if word & step.mask == step.match and step.row.timer is not None:
                x["tm_id"].append(process.timers[step.row.timer.name])
                x["tm_tr"].append(len(x["tr_next"]))
                self._take(process, here, step)
        for activity, number in process.happenings.items():
            rows = process.compiled.activities[activity].rows
            found = [row for row in rows if word & row.mask == row.match]
            act = self.happening_here(process, here, found[0]) if found else None
            if act is not None:
                x["ev_id"].append(number)
                x["ev_tr"].append(len(x["tr_next"]))
                facts = process.happening_facts[activity]
                self._combinations(process, here, found, facts, act=act)

    def _place(
        self, process: PlannedProcess, here: PlannedConfiguration, node: int
    ) -> None:
        x, word = self.x, here.word
        first = len(x["cd_act"])
        for place, rows in process.rows.get(node, ()):
            weight = x["ac_weight"][process.acts + place]
            if not weight and not self._is_again(process, place):
                continue
            found = [
                row
                for row in rows
                if word & row.mask == row.match and not self._never(process, here, row)
            ]
            if not found:
                continue
            once = self._stays(process, word, place, found)
            act = self.seated(process, here, found[0])
            if once is None or act is None:
                continue
            x["cd_act"].append(act)
            x["cd_once"].append(once)
            x["cd_sides_at"].append(self._sides(process, here, found[0]))
            x["cd_tr"].append(len(x["tr_next"]))
            self._combinations(process, here, found, act=act)
            x["cd_held"].append(int(any(x["tr_holds"][x["cd_tr"][-1] :])))
        if len(x["cd_act"]) > first:
            x["op_state"].append(process.states + node)
            x["cd_at"].append(first)
            several = len(x["cd_act"]) - first > 1
            if several and self.line(process, node) is None:
                name = process.compiled.chart.nodes[node].name
                self.names.uniform["choice", name] = None

    def _stays(
        self,
        process: PlannedProcess,
        word: int,
        place: int,
        rows: Sequence[CompiledRow],
    ) -> int | None:
        """Return the bit that says that it was done in this stay; -1: it leads on.

        It is -1 too where nothing is drawn and something changes: what it does was not
        done yet, or was undone. Where it answers what is unknown, it can be done
        whatever the bit says, and sets it: that is ``-2 - bit``. ``None``: nothing asks
        for it.
        """
        entry = process.compiled.chart.entries[place]
        if entry.goal is not None or self._is_again(process, place):
            return -1
        changes = any((word & row.keep | row.set) != word for row in rows)
        if not changes and entry.act.within is None and entry.act.every is None:
            return None
        if changes and not entry.act.records:
            return -1
        bit = self._once(process, entry.node, place)
        unknown = any(self._unknown(process, word, fact) for fact in entry.act.records)
        return -2 - bit if unknown else bit

    def _is_again(self, process: PlannedProcess, place: int) -> bool:
        """Tell whether something is done whenever it is due again."""
        if not self.if_kept:
            return False
        return process.compiled.chart.entries[place].act.every is not None

    def _once(self, process: PlannedProcess, node: int, place: int) -> int:
        """Return the bit that says that something was done in this stay."""
        places = [each for each, _ in process.rows[node]]
        return places.index(place)

    def _unknown(self, process: PlannedProcess, word: int, fact: Id) -> bool:
        table = process.compiled.table
        at = table.layout.facts.get(fact)
        return at is not None and table.fields[at].code(word) == 0

    def _sides(
        self, process: PlannedProcess, here: PlannedConfiguration, row: CompiledRow
    ) -> int:
        """Return where the sentences about people stand that a step is a side of.

        Of one that is set aside for a time it is remembered who acted meanwhile.
        """
        found: list[int] = []
        if not row.constraints:
            return self._listed((), self.sides_at, "sides")
        past, table = self.past(process, here.word, row), process.compiled.table
        for each in row.constraints:
            constraint, sides = each.constraint, each.sides
            number = process.separations.get(each.number)
            if number is None or self.never_binds(constraint) or each.off & past:
                continue
            if sides & A and not is_meant(constraint, row.row, here.word, table):
                sides &= ~A
            if sides and self.is_waived(process, here, constraint):
                sides |= ASIDE
            if sides:
                found += (number, sides, each.off)
        return self._listed(tuple(found), self.sides_at, "sides")

    def _listed(
        self, found: tuple[int, ...], known: dict[tuple[int, ...], int], name: str
    ) -> int:
        """Return where sentences stand in a list, each by three numbers, once."""
        if found not in known:
            known[found] = len(self.x[name])
            self.x[name] += (len(found) // 3, *found)
        return known[found]

    def _combinations(
        self,
        process: PlannedProcess,
        here: PlannedConfiguration,
        rows: Sequence[CompiledRow],
        facts: Sequence[Id] | None = None,
        *,
        act: int = -1,
    ) -> None:
        """Add a transition for each combination of values, the last fact fastest.

        ``facts`` are those that are drawn: what these rows record, if nothing is said.
        Of others it does not matter what is drawn.
        """
        recorded = rows[0].entry.facts
        facts = recorded if facts is None else facts
        chart = process.compiled.chart
        values = [tuple(chart.facts[fact].values) for fact in facts]
        by_records = {frozenset(row.row.records): row for row in reversed(rows)}
        for each in product(*values):
            drawn = frozenset(zip(facts, each, strict=True))
            if len(recorded) < len(facts):
                drawn = frozenset(pair for pair in drawn if pair[0] in recorded)
            row = by_records.get(drawn)
            pairs = zip(facts, each, strict=True)
            if row is None or not all(self.may_draw(*pair) for pair in pairs):
                self.x["tr_next"].append(-1)
                self.x["tr_effect"].append(0)
                self.x["tr_holds"].append(0)
                self.names.rows.append(None)
                self.names.act_of.append(-1)
            else:
                self._take(process, here, row, act)

    def _take(
        self,
        process: PlannedProcess,
        here: PlannedConfiguration,
        step: CompiledStep,
        act: int = -1,
    ) -> None:
        word = here.word
        after = word & step.keep | step.set
        change = PlannedStep(step, word, after, step.row.entered, act)
        past = here.past | past_after(process, change) & process.offs
        x = self.x
        effect = self.effect(process, change)
        x["tr_next"].append(
            self._number_of(
                process, PlannedConfiguration(after, past, here.over), "tr_next"
            )
        )
        x["tr_effect"].append(effect)
        x["tr_holds"].append(self._holds(process, here, step))
        self.names.rows.append(step)
        self.names.act_of.append(act)

    def _never(
        self, process: PlannedProcess, here: PlannedConfiguration, step: CompiledStep
    ) -> bool:
        """Tell whether a sentence holds a step back for ever, whatever else happens."""
        if not step.waits:
            return False
        at, holds = self._holds(process, here, step), self.x["holds"]
        return any(
            always and not off
            for off, always in zip(
                holds[at + 2 : at + 1 + 3 * holds[at] : 3],
                holds[at + 3 : at + 1 + 3 * holds[at] : 3],
                strict=True,
            )
        )

    def _holds(
        self, process: PlannedProcess, here: PlannedConfiguration, step: CompiledStep
    ) -> int:
        """Return where the sentences stand that may hold a step back: see ``Plan``."""
        # Nothing holds the clock back.
        if step.row.timed or not step.waits:
            return 0
        found: list[int] = []
        taken = TakenStep(process.compiled, step, here.word, _ONCE)
        past = exceptions_in(process.compiled, step, taken.after)
        for wait in step.waits:
            if self.is_waived(process, here, wait.constraint):
                continue
            if wait.number in process.waits and not wait.off & past:
                always = taken.earliest(wait, None) == NEVER
                if taken.earliest(wait, _ONCE) != EVER:
                    found += (process.waits[wait.number], wait.off, int(always))
        return self._listed(tuple(found), self.holds_at, "holds")

    def _number_of(
        self, process: PlannedProcess, here: PlannedConfiguration, name: str
    ) -> int:
        """Return a configuration's number, or note that it is not known yet."""
        found = process.configurations.get(here)
        if found is None:
            self.pending.append((name, len(self.x[name]), process, here))
            self.todo.append((process, here))
            return -1
        return found
