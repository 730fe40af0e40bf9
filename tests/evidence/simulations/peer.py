"""Another simulator of two queues in a row: SimPy, a process a case, the same draws."""

from collections.abc import Generator
from typing import Any

import simpy

from katch_protocols.evidence.simulations.draws import key_of, mix, quantile
from katch_protocols.evidence.simulations.engine.store import GAP, WORK
from katch_protocols.evidence.simulations.planning import Planned

__all__ = ["TANDEM", "Peer", "Times"]

TANDEM = """\
scenario: s
protocols: tandem
region: harbour
arrivals: RATE cases a day
work: {serve: {from: 10 minutes, usually: 1 hour, to: 3 hours}, finish: {mean: 1 hour}}
posts:
  desk: {people: PEOPLE, cover: always}
  second: {roles: [second_clerk], people: 5, cover: always}
run: {years: 1, seed: 4}
"""

Times = dict[int, tuple[int, int | None]]
"""When each case was opened, and ended, by its number."""


class Peer:
    """Two servers in a row, as SimPy has them: a process a case."""

    def __init__(self, made: Planned, seed: int, run: int) -> None:
        self.plan, self.base = made.plan, mix(mix(0, seed), run)
        self.env = simpy.Environment()
        self.desks = [
            simpy.Resource(self.env, capacity=count) for count in made.plan.post_people
        ]
        self.times: Times = {}

    def work(self, case: int, place: int) -> int:
        state, activity = (("waiting", "serve"), ("half", "finish"))[place]
        key = mix(self.base, case)
        what = key_of(f"tandem:{activity}")
        drawn = mix(mix(mix(key, key_of(f"tandem:{state}")), what), 0)
        act = self.plan.ac_key.index(what)
        return quantile(mix(drawn, WORK), self.plan.tables, self.plan.ac_work[act])

    def case(self, number: int) -> Generator[Any, Any, None]:
        opened = self.env.now
        self.times[number] = (opened, None)
        for place, desk in enumerate(self.desks):
            with desk.request() as turn:
                yield turn
                yield self.env.timeout(self.work(number, place))
        self.times[number] = (opened, self.env.now)

    def arrivals(self) -> Generator[Any, Any, None]:
        number = 0
        while True:
            gap = mix(mix(self.base, number), GAP)
            yield self.env.timeout(quantile(gap, self.plan.tables, self.plan.gap[0]))
            number += 1
            self.env.process(self.case(number))

    def run(self) -> Times:
        self.env.process(self.arrivals())
        self.env.run(until=self.plan.horizon)
        return self.times
