"""What is open, reckoned anew from every running case: a holiday moves deadlines."""

from sqlalchemy import select

from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.stepping import Stepper, there
from katch_protocols.stores.tables import cases

__all__ = ["rebuild"]


def rebuild(steps: Stepper) -> int:
    """Reckon anew what is open; see ``Store.rebuild``."""
    query = select(cases.c.reference).where(
        cases.c.ended_at.is_(None), cases.c.erased_at.is_(None)
    )
    with steps.reading() as tx:
        found = tx.execute(query).scalars().all()
    for reference in found:
        with steps.writing() as tx:
            row = there(steps.database.held(tx, reference))
            replace_open(tx, steps.load(tx, row))
    return len(found)
