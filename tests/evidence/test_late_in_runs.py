"""Whatever is late in a run is late in live cases that do the same, and no more is.

Little's law, to which every run of ``simulations/`` is held, counts what could be done
at one desk only; here several may do it.
"""

import os

from hypothesis import HealthCheck, Phase, assume, given, reject, settings
from msgspec.structs import replace

from katch_protocols.errors import ActivityRefusedError, KatchError
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from tests.evidence.simulations.test_compiled import cut, scenarios
from tests.evidence.simulations.test_live_cases import late_in_both

MANY = 300 if os.environ.get("KATCH_HEAVY") else 8


@settings(
    max_examples=MANY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(scenarios())
def test_so_it_is_of_random_scenarios(drawn: tuple[Scenario, Handbook]) -> None:
    asked, book = drawn
    spreads = (*asked.work.values(), *asked.waits.values())
    assume(all(each.points[0].amount for each in spreads))  # nothing takes no time
    kinds = {each.rule.kind for each in book.safeguards.values()}
    kinds |= {
        each.rule.kind
        for one in book.protocols.values()
        for each in one.safeguards.values()
    }
    # Of a role that nobody counted a run has no people to be the same and apart.
    assume(not {"different", "same_person"} <= kinds)
    try:
        made = planned(asked, book)
        short = replace(made, plan=cut(made.plan, 20))
        told, late = late_in_both(short, asked, book)
    except ActivityRefusedError:
        raise
    except KatchError:
        reject()  # a protocol that cannot be compiled
    assert told == late
