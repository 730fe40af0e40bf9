"""Steps that a case allows, drawn by chance: who does what, with whom, stating what."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from katch_protocols.cases.case import Case
from katch_protocols.cases.refusal import BETWEEN
from katch_protocols.cases.request import Actor
from katch_protocols.model.handbook import Handbook

__all__ = ["Step", "anybody", "next_step", "people", "walked"]


@dataclass(frozen=True)
class Step:
    """One step: the verb (``do``, ``signal``, ``tell``), its name and its words."""

    verb: str
    name: str
    words: Mapping[str, Any] = field(default_factory=dict)

    def take(self, case: Case, **more: Any) -> Any:
        return getattr(case, self.verb)(self.name, **self.words, **more)


def people(handbook: Handbook) -> dict[str, Actor]:
    """Return three people of each agency who hold everything that there is to hold."""
    agencies = [*handbook.agencies, None]
    return {
        f"p{number}-{copy}": Actor(
            f"p{number}-{copy}",
            roles=handbook.roles,
            agency=agency,
            region=None,
            qualified=handbook.qualifications,
        )
        for number, agency in enumerate(agencies)
        for copy in range(3)
    }


def anybody(case: Case, name: str, crowd: Mapping[str, Actor], **words: Any) -> Actor:
    """Return the first who may do something now."""
    able = (each for each in crowd.values() if not case.why_not(name, by=each, **words))
    return next(able, None)


def next_step(case: Case, crowd: Mapping[str, Actor], chance: Random) -> Step | None:
    """Draw a step that the case allows now; ``None`` where nothing is possible."""
    found = list(_steps(case))
    chance.shuffle(found)
    for verb, name, words in found:
        if verb != "do":
            return Step(verb, name, words)
        step = _done(case, name, words, crowd)
        if step is not None:
            return step
    return None


def _steps(case: Case) -> Iterator[tuple[str, str, dict[str, Any]]]:
    state = case.view()
    for activity in state.compiled.activities.values():
        for row in activity.rows:
            if state.word & row.mask == row.match and not row.entry.entry.awaits:
                words = {"records": dict(row.row.records), "state": row.entry.origin}
                verb = "signal" if activity.is_signal else "do"
                yield verb, activity.name, words
    for opening in () if case.is_complete else case.beside:
        if "taken_up" not in state.links[opening.reference].told:
            yield "tell", opening.reference, {"became": "taken_up"}


def _done(
    case: Case, name: str, words: dict[str, Any], crowd: Mapping[str, Actor]
) -> Step | None:
    state = case.view()
    activity = state.compiled.activity(name)
    (entry,) = {e for e in activity.entries if e.origin == words["state"]}
    words = {**words, "state": words["state"] or None}
    if entry.reasons:
        words["reason"] = entry.reasons[0]
    if any(each.another for each in entry.entry.opens):
        regions = state.compiled.handbook.regions
        words["opens_in"] = next(each for each in regions if each != case.region)
    actor = anybody(case, name, crowd, state=words["state"])
    if actor is None:
        return None
    refusal = case.why_not(
        name,
        by=actor,
        together_with=(),
        **{key: value for key, value in words.items() if key != "opens_in"},
    )
    if refusal is not None:
        bodies, others = state.bodies(case.last), []
        # A seat that a sentence asks for is told of the panel as well.
        wanted = Counter[str]()
        for each in refusal.unmet:
            wanted |= Counter(_wanted(each.facts))
        for number, role in enumerate(wanted.elements()):
            body = next(iter(bodies.get(role, ())), None)
            others.append(Actor(f"w{number}", roles=[role], agency=body, region=None))
        words["together_with"] = others
    asked = {key: value for key, value in words.items() if key != "opens_in"}
    if case.why_not(name, by=actor, **asked) is not None:
        return None
    return Step("do", name, {"by": actor, **words})


def _wanted(facts: Mapping[str, str]) -> list[str]:
    named = facts.get("seats") or facts.get("roles") or ""
    return named.split(BETWEEN) if named else []


def walked(case: Case, handbook: Handbook, steps: int, seed: int) -> list[Step]:
    """Take steps by chance at the case's own last instant; return those taken."""
    crowd, chance, taken = people(handbook), Random(seed), []  # noqa: S311 - drawn again from its seed
    for _ in range(steps):
        step = next_step(case, crowd, chance)
        if step is None:
            break
        step.take(case, at=case.last)
        taken.append(step)
    return taken
