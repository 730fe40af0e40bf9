"""How many slips in a protocol a check or a proof notices: by chance, and repeatable.

``python -m tests.mutations PROTOCOL --count 200 --seed 1`` changes one thing of the
protocol at a time, as a tired drafter would: a guard or a line is dropped, a limit
doubled, a target, a role or a value exchanged. Titles, notes and safeguards are left
alone. It prints the share of changes after which a check says something at a place
where it was silent before; ``changed-since-agreed``, which guards who, whom and by
when, is counted apart. What nothing noticed is listed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.agreed import agreed, fingerprint
from katch_protocols.findings import Path
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict
from katch_protocols.model.safeguards import (
    AboutPeople,
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Informs,
    OnlyTo,
    Safeguard,
)
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import SOUNDNESS
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.soundness import prove_soundness
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Rule, rules
from tests.faults.mistakes import DAY, LOADED, Shipped

__all__ = ["Mutation", "Trial", "mutations"]

AGREED = "changed-since-agreed"
_QUIET = frozenset(
    {"title", "note", "short", "safeguards", "phases", "phase", "titles"}
)
_LISTS = frozenset(
    {
        *("consult", "inform", "together_with", "needs", "produces", "forgets"),
        *("records", "source", "by", "from", "qualified", "when_any"),
    }
)
_DROPPED = frozenset(
    {
        *("when", "handover", "within", "every", "from", "accountable", "reason"),
        *("may", "opens", "sets", "after", "function", "held_by", "final", "decline"),
        *("counts_as", "escalate_to", "done", "forgets", "needs", "records", "inform"),
    }
)

_OUTCOMES = ["protected", "transferred", "not_applicable", "adverse"]
_Holder = dict[str, Any] | list[Any]


@dataclass(frozen=True)
class Mutation:
    """One change of a protocol's text: what was done, and where."""

    kind: str
    at: str
    text: dict[str, Any]
    moves_no_case: bool = False
    """It says only who, whom, or on which source."""
    put: str = ""


def _walk(
    here: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every part of a protocol that says who, what, when or where to."""
    if isinstance(here, dict):
        for key, value in here.items():
            if key not in _QUIET:
                yield (*path, key), value
                yield from _walk(value, (*path, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield (*path, number), value
            yield from _walk(value, (*path, number))


_Change = tuple[str, tuple[Any, ...], Callable[[_Holder, Any], None]]


def _drop(holder: _Holder, last: Any) -> None:
    del holder[last]


def _put(value: Any) -> Callable[[_Holder, Any], None]:
    def change(holder: _Holder, last: Any) -> None:
        holder[last] = value

    return change


def _swap(holder: _Holder, last: Any) -> None:
    lines = holder[last]
    lines[0], lines[1] = lines[1], lines[0]


class _Changes:
    """Every change that could be made in one protocol."""

    def __init__(self, plain: dict[str, Any], roles: list[str]) -> None:
        self.plain = plain
        self.roles = roles
        self.parts = [
            each
            for root in ("states", "activities")
            for each in _walk(plain.get(root, {}), (root,))
        ]
        self.targets = sorted(
            {
                value
                for path, value in self.parts
                if path[-1] == "to" and _is_name(value)
            }
        )
        facts = plain.get("facts", {})
        self.values = {
            fact: sorted(said["values"])
            for fact, said in facts.items()
            if isinstance(said.get("values"), (dict, list))
        }

    def every(self, chance: Random) -> Iterator[_Change]:
        """Yield each change once; what is put instead is drawn by chance."""
        for path, value in self.parts:
            yield from self._left_out(path, value)
            yield from self._timed(path, value)
            yield from self._exchanged(path, value, chance)
            if path[-1] == "when" and isinstance(value, str):
                yield from self._conditions(path, value, chance)

    def _left_out(self, path: tuple[Any, ...], value: Any) -> Iterator[_Change]:
        last, holder = path[-1], path[-2]
        if isinstance(last, int):
            if holder in _LISTS:
                yield f"drop one of {holder}", path, _drop
            if path[-3] == "sends":
                yield "drop a receiver", path, _drop
            if holder == "decide" and "when" in value:
                yield "drop a line", path, _drop
        elif last in _DROPPED:
            yield f"drop {last}", path, _drop
        elif holder == "activities" and isinstance(value, dict):
            yield "drop an activity", path, _drop

    def _timed(self, path: tuple[Any, ...], value: Any) -> Iterator[_Change]:
        if path[-1] in ("limit", "within", "every") and _is_time(value):
            yield "double a limit", path, _put(_double(value))
        if path[-1] == "after" and isinstance(value, dict):
            yield (
                "cut a wait",
                path,
                _put({_one(time): to for time, to in value.items()}),
            )

    def _exchanged(
        self, path: tuple[Any, ...], value: Any, chance: Random
    ) -> Iterator[_Change]:
        last, holder = path[-1], path[-2]
        if last == "decide" and len(value) > 1:
            yield "swap two lines", path, _swap
        instead = {"to": self.targets, "by": self.roles, "held_by": self.roles}
        instead |= {"outcome": _OUTCOMES}
        if holder == "sets":
            instead = self.values
        if last in instead and _is_name(value):
            what = "value" if holder == "sets" else last
            yield f"another {what}", path, _put(chance.choice(instead[last]))

    def _conditions(
        self, path: tuple[Any, ...], text: str, chance: Random
    ) -> Iterator[_Change]:
        if " and " in text:
            yield "drop a term", path, _put(text.rpartition(" and ")[0])
        if " or " in text:
            yield "drop an alternative", path, _put(text.rpartition(" or ")[0])
        for fact, values in self.values.items():
            for value in values:
                if f"{fact} is {value}" in text and len(values) > 1:
                    other = chance.choice([each for each in values if each != value])
                    turned = text.replace(f"{fact} is {value}", f"{fact} is {other}")
                    yield "another value asked", path, _put(turned)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.replace("_", "").replace(".", "").isalnum()


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and value.split(" ")[0].isdigit() and " " in value


def _double(value: str) -> str:
    number, unit = value.split(" ", 1)
    return f"{int(number) * 2} {unit}"


def _one(value: str) -> str:
    """Return the shortest wait of the same unit."""
    return f"1 {value.split(' ', 1)[1]}"


def mutations(
    plain: dict[str, Any], roles: list[str], count: int, seed: int
) -> Iterator[Mutation]:
    """Yield ``count`` changes, each of the same kind as likely; none twice."""
    chance = Random(seed)  # noqa: S311 - chance, no secret
    by_kind: dict[str, list[_Change]] = {}
    for change in _Changes(plain, roles).every(chance):
        by_kind.setdefault(change[0], []).append(change)
    pool = [chance.sample(changes, len(changes)) for changes in by_kind.values()]
    made = 0
    seen = {json.dumps(plain)}
    while pool and made < count:
        changes = chance.choice(pool)
        kind, path, make = changes.pop()
        pool = [each for each in pool if each]
        text = deepcopy(plain)
        holder: Any = text
        for part in path[:-1]:
            holder = holder[part]
        make(holder, path[-1])
        put = _at(holder, path[-1]) if kind.split()[0] in _TOLD else ""
        if (key := json.dumps(text)) not in seen:
            seen.add(key)
            made += 1
            still = _moves_no_case(plain, path)
            yield Mutation(kind, ".".join(map(str, path)), text, still, put)


_TOLD = frozenset({"another", "double", "cut"})
"""Kinds of changes that put something else there; what it is, is told."""


def _at(holder: _Holder, last: Any) -> str:
    return json.dumps(holder[last], ensure_ascii=False)


def _moves_no_case(plain: Any, path: tuple[Any, ...]) -> bool:
    """Tell whether a place says only who; ``by`` of a signal says what moves it."""
    if _PEOPLE.isdisjoint(path):
        return False
    for part in path:
        plain = plain[part]
    if "by" not in path:
        return True
    said = plain if isinstance(plain, list) else [plain]
    return not any(each == "nobody" or "." in each for each in said)


_Seen = set[tuple[str, Path]]

_PEOPLE = frozenset(
    {
        *("by", "together_with", "consult", "inform", "sends", "source", "function"),
        *("held_by", "accountable", "qualified", "escalate_to"),
    }
)
"""What says who and whom, and moves no case."""

_ABOUT_PEOPLE = (AboutPeople, Informs, OnlyTo)

_ASIDE = frozenset({"labels", "register", "staffing", "proofs"})
"""Families of rules with nothing to say of such a change, and the proofs themselves."""

_LOOKS = frozenset({"over-budget", "not-fully-explored", "duty-unkeepable", AGREED})
"""Rules that look at cases or at agreements, and so are asked last."""

_BAD = frozenset(
    {Verdict.BROKEN, Verdict.VACUOUS, Verdict.UNDEFINED, Verdict.NOT_EXHAUSTED}
)


class Trial:
    """One protocol of the shipped handbook, and what a check says of it as it is.

    A change is noticed once, so what costs least is asked first: what is written, then
    promises one after the other, those that broke before first; agreements; and
    promises that set a time. What moves no case can break a promise about people only.
    """

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        self.shipped = Shipped(protocol)
        self.file = f"{protocol}.yaml"
        reading = LOADED.read(self.shipped.texts)
        home = reading.sound()
        self.agreed = _agreed(home)
        self.home = Context(home.model_copy(update={"agreed": self.agreed}), as_of=DAY)
        self.roles = sorted(home.roles)
        asked = [each for each in rules() if each.family not in _ASIDE]
        self.written = [each for each in asked if each.name not in _LOOKS]
        self.looking = [each for each in asked if each.name in _LOOKS - {AGREED}]
        self.agreeing = [each for each in asked if each.name == AGREED]
        self.broke: Counter[str] = Counter()
        self.said: _Seen = {
            (each.name, spot.path) for each in asked for spot in each.spots(self.home)
        }

    def noticed(self, mutation: Mutation) -> str | None:
        """Return the first rule with something new to say; agreements are last."""
        text = json.dumps(mutation.text, ensure_ascii=False)
        reading = LOADED.read({**self.shipped.texts, self.file: text})
        for found in reading.findings:
            return found.rule
        if reading.handbook is None:
            return "unreadable"
        home = reading.handbook.model_copy(update={"agreed": self.agreed})
        context = Context(home, reading.incomplete, DAY)
        still = mutation.moves_no_case
        return self._new(self.written, context) or next(
            filter(None, self._deeper(context, still=still)), None
        )

    def _deeper(self, context: Context, *, still: bool) -> Iterator[str | None]:
        """Yield what proofs and agreements say, what costs least first."""
        found = context.sound[self.protocol]
        seen = context.reached[self.protocol].exploration
        study = ProofSession(found, Holders(context.handbook, DAY), seen=seen)
        if not still and prove_soundness(study.whole).verdict in _BAD:
            yield SOUNDNESS
        bound = binding_safeguards(found, context.handbook).values()
        asked = sorted(
            (
                each
                for each in bound
                if not still or isinstance(each.rule, _ABOUT_PEOPLE)
            ),
            key=lambda each: -self.broke[each.id],
        )
        yield from (self._unproved(each, study) for each in asked if not _timed(each))
        yield self._new(self.agreeing, context)
        yield from (self._unproved(each, study) for each in asked if _timed(each))
        if not still:
            yield self._new(self.looking, context)

    def _new(self, asked: Iterable[Rule], context: Context) -> str | None:
        for each in asked:
            for spot in each.spots(context):
                if (each.name, spot.path) not in self.said:
                    return each.name
        return None

    def _unproved(self, each: Safeguard, study: ProofSession) -> str | None:
        verdict = prove_sentence(each.rule, study).verdict
        if verdict not in _BAD:
            return None
        self.broke[each.id] += 1
        return "safeguard-" + verdict.value


def _timed(each: Safeguard) -> bool:
    """Tell whether a sentence sets a time: to prove it takes longest."""
    return isinstance(each.rule, (AtLeastEvery, AtLeastAfter)) or (
        isinstance(each.rule, AfterThen) and each.rule.within is not None
    )


def _agreed(home: Handbook) -> Any:
    """Return what every body would agree to today."""
    charts = Context(home).sound
    made: dict[str, dict[str, Agreement]] = {}
    for name, chart in charts.items():
        for body, duties in agreed(chart, home).items():
            made.setdefault(body, {})[name] = Agreement(
                on=None, source=(), text=fingerprint(duties), duties=duties
            )
    return FrozenDict({body: FrozenDict(by) for body, by in made.items()})


def main() -> None:
    """Try the mutations of one protocol, and print what was noticed."""
    asked = argparse.ArgumentParser(description="Count the slips that a check notices.")
    asked.add_argument("protocol")
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    trial = Trial(options.protocol)
    plain = trial.shipped.plain(trial.file)
    found: Counter[str] = Counter()
    for each in mutations(plain, trial.roles, options.count, options.seed):
        rule = trial.noticed(each) or "nothing"
        found[rule] += 1
        if rule == "nothing":
            _print(f"nothing  {each.kind:22} {each.at} {each.put}".rstrip())
    total, missed, agreed = found.total(), found["nothing"], found[AGREED]
    share = 1 - missed / total
    _print(f"{options.protocol}: {total - missed} of {total} noticed ({share:.1%})")
    _print(f"  {agreed} of them by {AGREED} alone")
    for rule, number in found.most_common():
        _print(f"  {number:4} {rule}")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
