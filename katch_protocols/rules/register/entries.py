"""Whether each entry of the register still speaks of something, and in time."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.register import RegisterEntry
from katch_protocols.rules.context import Context
from katch_protocols.rules.registered import (
    Findable,
    findable,
    is_overdue,
    is_registrable,
)
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.sentences.nearness import nearest_names


def _entries(context: Context) -> Iterator[tuple[Path, RegisterEntry]]:
    for name, entry in context.handbook.known_gaps.items():
        yield ("register", name), entry


def _findable(context: Context) -> Findable:
    """Return what can be found; without entries nobody asks, and it takes long."""
    return findable() if context.handbook.known_gaps else {}


def _meant(context: Context) -> Iterator[tuple[Path, RegisterEntry]]:
    """Yield the entries that name a rule whose findings can be registered."""
    known = _findable(context)
    for path, entry in _entries(context):
        if is_registrable(known.get(entry.finding)):
            yield path, entry


@rule("unknown-rule", Severity.ERROR)
def _unknown_rule(context: Context) -> Iterator[Spot]:
    """An entry about a finding that no rule has."""
    known = _findable(context)
    for path, entry in _entries(context):
        if entry.finding not in known:
            near = nearest_names(entry.finding, known)
            yield Spot((*path, "finding"), {"rule": entry.finding}, near)


@rule("not-registrable", Severity.ERROR)
def _not_registrable(context: Context) -> Iterator[Spot]:
    """An entry about an error, or about the register itself."""
    known = _findable(context)
    for path, entry in _entries(context):
        name = entry.finding
        if name in known and not is_registrable(known[name]):
            yield Spot((*path, "finding"), {"entry": entry.id, "rule": name})


@rule("register-entry-twice", Severity.WARNING)
def _register_entry_twice(context: Context) -> Iterator[Spot]:
    """A second entry about the same finding."""
    first: dict[tuple[str, str], str] = {}
    for path, entry in _entries(context):
        other = first.setdefault((entry.finding, entry.at), entry.id)
        if other != entry.id:
            yield Spot(path, {"entry": entry.id, "other": other})


@rule("register-entry-without-owner", Severity.WARNING)
def _register_entry_without_owner(context: Context) -> Iterator[Spot]:
    """An entry that nobody has taken up, or that is due on no day."""
    for path, entry in _entries(context):
        if not entry.is_owned and not context.is_damaged(path):
            yield Spot(path, {"entry": entry.id})


@rule("register-entry-overdue", Severity.WARNING, last=True)
def _register_entry_overdue(context: Context) -> Iterator[Spot]:
    """A known gap that was to be closed by now."""
    for path, entry in _meant(context):
        owner, due = entry.owner, entry.due
        is_open = (entry.finding, entry.at) in context.found
        if is_open and owner and due and is_overdue(entry, context.as_of):
            facts = {
                "entry": entry.id,
                "owner": owner,
                "day": due.isoformat(),
                "rule": entry.finding,
                "at": entry.at,
            }
            yield Spot((*path, "due"), facts)


@rule("register-entry-solved", Severity.NOTE, last=True)
def _register_entry_solved(context: Context) -> Iterator[Spot]:
    """An entry whose finding is gone, or never was there.

    Where a part was not read, not looked at or not understood, the finding may well be
    there; where no day is asked about, on the day on which something ends.
    """
    if context.incomplete or context.cut or not context.deep or context.as_of is None:
        return
    if context.settled.keys() != context.handbook.protocols.keys():
        return
    known = {(entry.finding, entry.at) for _, entry in _meant(context)}
    # What another entry knows is not what this one means.
    new = context.found - known
    for path, entry in _meant(context):
        if (entry.finding, entry.at) not in context.found:
            subjects = sorted(at for rule, at in new if rule == entry.finding)
            facts = {"entry": entry.id, "rule": entry.finding, "at": entry.at}
            yield Spot((*path, "at"), facts, nearest_names(entry.at, subjects))
