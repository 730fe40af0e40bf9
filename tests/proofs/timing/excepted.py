"""What ``where`` and ``unless`` leave of a limit, hour by hour."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.interpreter import Configuration
from tests.proofs.timing.timed import Asked, Moment, Search

__all__ = ["Excepted", "Fact"]

Fact = tuple[str, str]
"""A fact and a value."""

OFF = "kept off"
"""Among the ages of a moment: the exception has come, and it stays."""


class Excepted(Search):
    """``asked.first`` counts only ``where`` a fact is so, and nothing after ``unless``.

    Where ``first`` is an activity the fact is looked at before it, where it is a state
    after the step that enters it.
    """

    def __init__(  # noqa: PLR0913 - one keyword a wish
        self,
        protocol: Protocol,
        handbook: Handbook,
        asked: Asked,
        cap: int,
        *,
        where: Fact | None = None,
        unless: str | None = None,
    ) -> None:
        super().__init__(protocol, handbook, asked, cap)
        self.where, self.unless = where, unless
        self._before: Configuration | None = None

    def _happen(self, moment: Moment, *given: Any) -> Iterator[Moment]:
        log, move, *rest = given
        self._before = rest[0] if rest else None
        yield from super()._happen(moment, log, move, self._before)

    def _owing(self, moment: Moment, events: list[frozenset[str]]) -> Iterator[Moment]:
        has_come = any(self.unless in names for names in events)
        if has_come or OFF in dict(moment.ages):
            ages = {**dict(moment.ages), OFF: 0} if self.unless else {}
            yield replace(moment, ages=tuple(sorted(ages.items())), owed=None)
        elif self._counts(moment):
            yield from super()._owing(moment, events)
        else:
            counted = [names - {self.asked.first} for names in events]
            yield from super()._owing(moment, counted)

    def _counts(self, moment: Moment) -> bool:
        if self.where is None:
            return True
        is_state = self.asked.first in self.nodes
        here = moment.now if is_state or self._before is None else self._before
        name, value = self.where
        return dict(here.facts).get(name) == value
