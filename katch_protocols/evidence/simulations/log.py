"""The steps of simulated cases as a log: what ``audit`` and ``measure`` read.

Every line says that it is simulated.
"""

import csv
import io

from katch_protocols.evidence.logs.tables import SIMULATED
from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from katch_protocols.model.simulations import TODAY

__all__ = ["LOG_COLUMNS", "simulated_log"]

LOG_COLUMNS = (
    "case",
    "protocol",
    "region",
    "opened",
    "number",
    "at",
    "activity",
    "role",
    "agency",
    "person",
    "together_with",
    "opener",
    SIMULATED,
)
"""The columns that every log has; one for each fact that is stated follows."""


def simulated_log(scenario: Scenario, handbook: Handbook, run: int = 0) -> str:
    """Return the steps of one run as CSV: a line each, the first case first.

    ``together_with`` has ``role/agency/person`` of each who takes part, parted by
    ``;``, as an audit reads it; ``opened`` and ``at`` are in UTC.

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        BoundError: The run would be too large.
    """
    made = planned(scenario, handbook)
    store = Runs(TODAY, scenario, made).once(run, logs=True)
    cases = told_cases(made, run, store)
    facts = sorted(
        {fact for case in cases for each in case.events for fact in each.records}
    )
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow((*LOG_COLUMNS, *facts))
    for case in cases:
        for event in case.events:
            role, person, agency = event.doer or ("", "", None)
            others = (f"{r}/{a or ''}/{p}" for r, p, a in event.together_with)
            lines.writerow(
                (
                    case.reference,
                    case.protocol,
                    scenario.region or "",
                    case.opened.isoformat(),
                    event.number,
                    event.at.isoformat(),
                    event.activity,
                    role,
                    agency or "",
                    person,
                    ";".join(others),
                    case.opener or "",
                    SIMULATED,
                    *(event.records.get(fact, "") for fact in facts),
                )
            )
    return out.getvalue()
