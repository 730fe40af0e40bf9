"""From counts to a release: as fine as can be shown, hidden where need be, rounded."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from katch_protocols.evidence.indicators.cells import (
    AtomGrid,
    CellKey,
    Counts,
    tied,
    valued,
)
from katch_protocols.evidence.indicators.earlier_releases import (
    EarlierReleases,
    Told,
)
from katch_protocols.evidence.indicators.hiding import Hidden, hide
from katch_protocols.evidence.indicators.in_full import parts_of
from katch_protocols.evidence.indicators.populations import Populations
from katch_protocols.evidence.indicators.statements import (
    Arrival,
    CellFigure,
    Rules,
    Statement,
)
from katch_protocols.evidence.indicators.times_told import (
    arrivals_told,
    limits_between,
)
from katch_protocols.model.indicators import Indicator, LadderStep
from katch_protocols.model.measures import MeasureRule, ShareOfCases, TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.model.releases import (
    HiddenRange,
    Release,
    ReleasedCell,
    ReleasedTable,
    WaitingIndicator,
)
from katch_protocols.sentences.measure_text import print_measure

__all__ = ["released"]


def released(
    counts: Counts,
    period: Period,
    earlier: Sequence[Release],
    *,
    by: Dimension = Dimension.REGION,
) -> Release:
    """Return what may leave the room of a period.

    Args:
        counts: What was counted.
        period: The period.
        earlier: Every public release so far.
        by: By region, or by agency.
    """
    return _Making(counts, period, tuple(earlier), by).release()


class _Making:
    """One release while it is made."""

    def __init__(
        self,
        counts: Counts,
        period: Period,
        earlier: tuple[Release, ...],
        by: Dimension,
    ) -> None:
        self.counts, self.period = counts, period
        self.earlier = EarlierReleases(earlier, counts.handbook)
        self.by = by
        plan = counts.handbook.release
        self.plan, self.rules = plan, Rules(plan.threshold, plan.round)
        self.waiting: list[WaitingIndicator] = []
        self.populations = Populations(counts)

    def release(self) -> Release:
        planned = dict(self._planned())
        tables: dict[Id, ReleasedTable] = {}
        proof: list[HiddenRange] = []
        for names in self.populations.together(planned):
            keys = [key for name in names for key in planned[name][1]]
            related = self.populations.related(names)
            before = tied(keys, self.earlier.told(related), self.counts)
            every = [*keys, *self.earlier.hidden(keys, before, self.period.year)]
            grid = AtomGrid.of([*every, *(key for key, _ in before)], self.counts)
            names_told = [*dict.fromkeys((*names, *(key[0] for key, _ in before)))]
            limits = self._limits(every, before, names_told)
            figures, told = self._figures(every, before, grid, limits)
            hidden = None
            if told is not None:
                within = self.populations.inclusions(figures, told, names_told, grid)
                hidden = hide(
                    figures, told, self.rules, self.earlier.held(every), [*within]
                )
            if hidden is None:
                self.waiting += [WaitingIndicator(indicator=name) for name in names]
                continue
            proof += _proof(figures, hidden)
            for name in names:
                step, _ = planned[name]
                own = [(at, key) for at, key in enumerate(keys) if key[0] == name]
                cells = tuple(self._cell(key, at, hidden) for at, key in own)
                measure = print_measure(self._measure(name))
                tables[name] = ReleasedTable(
                    indicator=name, measure=measure, step=step, cells=cells
                )
        return Release(
            handbook=self.counts.handbook.id,
            period=self.period,
            threshold=self.plan.threshold,
            round=self.plan.round,
            tables=tuple(tables[name] for name in planned if name in tables),
            waiting=tuple(self.waiting),
            earlier=tuple(each.hash for each in self.earlier.public),
            proof=tuple(proof),
        )

    # Which cells -----------------------------------------------------------------

    def _planned(self) -> Iterator[tuple[Id, tuple[LadderStep, list[CellKey]]]]:
        """Yield each indicator that can be shown, with its step and its cells."""
        for name, indicator in self.counts.handbook.indicators.items():
            steps = self.plan.steps(indicator, self.by)
            fit = [step for step in steps if self._fits(step)]
            coarser = [step for step in steps if not self._fits(step)]
            found = next((s for s in fit if self._is_shown(indicator, s)), None)
            if found is None and coarser:
                later = Period.at(self.period.starts, coarser[0].time)
                self.waiting.append(WaitingIndicator(indicator=name, period=later))
                continue
            step = found or (fit[-1] if fit else None)
            if step is None:
                self.waiting.append(WaitingIndicator(indicator=name))
                continue
            yield name, (step, self._keys(indicator, step))

    def _fits(self, step: LadderStep) -> bool:
        return any(True for _ in self.period.cut(step.time))

    def _keys(self, indicator: Indicator, step: LadderStep) -> list[CellKey]:
        parts = parts_of(self.period, step.time)
        name = indicator.id
        if self.by is Dimension.AGENCY:
            agencies = self.counts.tallies[name].agencies() if step.regional else ()
            return [(name, None, body, p) for body in (*agencies, None) for p in parts]
        places = self.counts.places if step.regional and self._is_regional else ()
        regions = tuple(dict.fromkeys((*places, None)))
        return [(name, region, None, p) for region in regions for p in parts]

    @property
    def _is_regional(self) -> bool:
        return len(self.counts.places) > 1

    def _is_shown(self, indicator: Indicator, step: LadderStep) -> bool:
        """Tell whether enough cells of a step can be shown."""
        figures = [
            self._figure(key, "", frozenset()) for key in self._keys(indicator, step)
        ]
        hidden = sum(
            each.hides_share(self.rules) or each.hides_cases(self.rules)
            for each in figures
        )
        return 100 * (len(figures) - hidden) >= self.plan.show * len(figures)

    # Which systems ---------------------------------------------------------------

    def _has_share(self, name: Id) -> bool:
        return isinstance(self._measure(name), ShareOfCases)

    def _measure(self, name: Id) -> MeasureRule:
        return self.counts.handbook.indicators[name].measure

    def _figure(
        self, key: CellKey, population: str, atoms: frozenset[int]
    ) -> CellFigure:
        tally = self.counts.at(key)
        share = key[0] if self._has_share(key[0]) else None
        part = tally.part if share else 0
        return CellFigure(key, population, share, atoms, tally.cases, part)

    def _figures(
        self,
        keys: Sequence[CellKey],
        before: Told,
        grid: AtomGrid,
        limits: Sequence[float],
    ) -> tuple[list[CellFigure], list[Statement] | None]:
        """Return the cells, and what was told before of the same cases.

        ``None``: it contradicts what is counted now.
        """
        kept = self.earlier.thresholds()
        figures = [
            replace(
                self._figure(key, self.populations.of(key[0]), grid.atoms(key)),
                arrivals=self._arrivals(key, self._shown(key), limits),
                threshold=kept.get(key, 0),
            )
            for key in keys
        ]
        told = []
        for key, (cell, rules) in before:
            truth = self._figure(key, self.populations.of(key[0]), grid.atoms(key))
            seen = Statement(
                rules,
                truth.population,
                truth.share,
                truth.atoms,
                cell.cases,
                cell.share,
                self._arrivals(key, cell, limits),
            )
            if not seen.agrees(truth):
                # A revision that could not have been told so would tell a difference.
                return figures, None
            told.append(seen)
        return figures, told

    def _arrivals(
        self, key: CellKey, cell: ReleasedCell, limits: Sequence[float]
    ) -> tuple[Arrival, ...]:
        """Return what the time of a cell says of those who arrive within limits.

        It heeds cases that are open still: what is not so is nothing to rely on.
        """
        measure, tally = self._measure(key[0]), self.counts.at(key)
        if not isinstance(measure, TimeFromTo):
            return ()
        return tuple(
            each
            for each in arrivals_told(key[0], measure, cell, limits)
            if each.agrees(tally.arrived(each.within), tally.cases)
        )

    def _limits(
        self, keys: Sequence[CellKey], before: Told, names: Sequence[Id]
    ) -> Sequence[float]:
        """Return within how many hours those who arrive are told of by anything."""
        cells = [(key, self._shown(key)) for key in keys]
        cells += [(key, cell) for key, (cell, _) in before]
        by_event: dict[str, list[ReleasedCell]] = {}
        for key, cell in cells:
            measure = self._measure(key[0])
            if isinstance(measure, TimeFromTo):
                by_event.setdefault(measure.event, []).append(cell)
        found = {*self.populations.limits(names)}
        return sorted(found.union(*map(limits_between, by_event.values())))

    # What is told ----------------------------------------------------------------

    def _cell(self, key: CellKey, at: int, hidden: Hidden) -> ReleasedCell:
        """Return a cell as it is told."""
        if at in hidden.cases:
            _, region, agency, period = key
            return ReleasedCell(
                region=region, agency=agency, period=period, hidden=True
            )
        is_rated, is_timed = at not in hidden.shares, at not in hidden.times
        return self._shown(key, is_rated=is_rated, is_timed=is_timed)

    def _shown(
        self, key: CellKey, *, is_rated: bool = True, is_timed: bool = True
    ) -> ReleasedCell:
        """Return a cell of which the number of cases is told."""
        indicator, tally = self.counts.handbook.indicators[key[0]], self.counts.at(key)
        percent = None
        if is_rated and tally.cases and isinstance(indicator.measure, ShareOfCases):
            percent = self.rules.share(tally.part, tally.cases)
        cases = self.rules.rounded(tally.cases)
        return valued(self.counts, indicator, key, cases, percent, is_timed=is_timed)


def _proof(figures: Sequence[CellFigure], hidden: Hidden) -> Iterator[HiddenRange]:
    for number in hidden.numbers:
        if isinstance(key := figures[number.figure].key, tuple):
            indicator, region, agency, period = key
            yield HiddenRange(
                indicator=indicator,
                region=region,
                agency=agency,
                period=period,
                of=number.of,
                least=number.least,
                greatest=number.greatest,
            )
