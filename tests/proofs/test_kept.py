"""Kept answers: what lies under a digest is what a fresh proof would answer."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.as_agreed import is_as_agreed
from katch_protocols.files.answer_file import AnswerFile, answer_file
from katch_protocols.model.documents import Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id, Label, Noun
from katch_protocols.model.protocol import Waiver
from katch_protocols.proofs.kept import world
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.kept.canonical import meaning_of
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.timing.first_times import latest_times
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import rules
from tests.proofs.noun_changes import changed
from tests.proofs.pier import pier_book
from tests.shipped import reading

DAY = date(2026, 7, 1)
LIMIT = 20_000
NEAR = ("change_of_place", "child_papers", "childs_complaint")
"""Three protocols of the shipped handbook that open one another's cases."""


OF_SLICE = {"holds", "configurations"}
"""What is told of a verdict that follows from a slice alone."""


@dataclass
class InMemory:
    """A cache that tells how often something new was put in; of slices apart."""

    version: str = "1"
    answers: dict[str, str] = field(default_factory=dict)
    put_there: int = 0
    found: int = 0
    slices: int = 0

    def find(self, digest: str) -> Any:
        told = self.answers.get(digest)
        self.found += told is not None
        return None if told is None else json.loads(told)

    def put(self, digest: str, answer: Mapping[str, Any]) -> None:
        assert digest not in self.answers
        self.answers[digest] = json.dumps(answer)
        is_of_slice = answer.keys() == OF_SLICE
        self.slices += is_of_slice
        self.put_there += not is_of_slice


@cache
def some() -> Handbook:
    whole = reading().sound()
    few = {name: whole.protocols[name] for name in NEAR}
    return whole.model_copy(update={"protocols": FrozenDict(few)})


def answered(handbook: Handbook, name: Id, ask: Callable[[Chart], Any]) -> Any:
    """Return what is answered about a protocol, or why nothing is.

    A change may say what no file could; then any refusal is one, if it is the same.
    """
    try:
        return ask(chart(handbook.protocols[name], handbook))
    except Exception as error:  # noqa: BLE001 - see above
        return type(error), error.args


def proofs(handbook: Handbook, name: Id, day: date | None = DAY) -> Any:
    """Return the proofs of a protocol, or why there are none."""
    return answered(
        *(handbook, name),
        lambda made: prove(made, handbook, limit=LIMIT, as_of=day),
    )


def measures(handbook: Handbook, name: Id) -> Any:
    """Return the measures of a protocol, or why there are none."""
    return answered(handbook, name, lambda made: measure(made, handbook, limit=LIMIT))


def numbers(handbook: Handbook, name: Id) -> Any:
    """Return the measures, and how late some of what is done comes."""
    return measures(handbook, name), answered(
        *(handbook, name),
        lambda made: latest_times(made, handbook, [*made.activities][:3], limit=LIMIT),
    )


def is_agreed(handbook: Handbook, name: Id, *, kept: bool = True) -> Any:
    """Return whether a protocol is as agreed; not ``kept``: as the whole handbook says.

    As ``proofs``, what is refused is the refusal.
    """
    before = {
        body: by[name].duties for body, by in handbook.agreed.items() if name in by
    }
    asked = is_as_agreed if kept else lambda made, book, was: agreed(made, book) == was
    return answered(handbook, name, lambda made: asked(made, handbook, before))


ONE_FOR_ALL = InMemory()
THING = FrozenDict({"thing": Titled(id="thing", title=Label.of(en="Thing"))})


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1 << 30), st.sampled_from(NEAR), st.booleans())
def test_what_is_kept_is_what_a_fresh_proof_answers(
    seed: int, name: Id, own: bool
) -> None:
    """On one cache for all examples: what does not belong would be found there."""
    with keeping(ONE_FOR_ALL):
        proofs(some(), name), numbers(some(), name)
        assert is_agreed(some(), name)
        before = ONE_FOR_ALL.put_there
        path = ("protocols", name) if own else ()
        after = changed(some(), Random(seed), path)  # noqa: S311
        kept, measured = proofs(after, name), numbers(after, name)
        same = is_agreed(after, name)
        again = ONE_FOR_ALL.put_there
        assert (proofs(after, name), numbers(after, name)) == (kept, measured)
        assert is_agreed(after, name) == same
        assert ONE_FOR_ALL.put_there == again >= before
    fresh = proofs(after, name)
    assert kept == fresh
    assert measured == numbers(after, name)
    assert same == is_agreed(after, name) == is_agreed(after, name, kept=False)
    if isinstance(fresh, dict):
        assert list(kept) == list(fresh)


@pytest.mark.skipif("KATCH_HEAVY" not in os.environ, reason="takes minutes")
def test_a_thousand_changes_of_large_protocols() -> None:
    whole, cache = reading().sound(), InMemory()
    for seed in range(150):
        random = Random(seed)  # noqa: S311
        name = random.choice(list(whole.protocols))
        own = ("protocols", name) if random.random() < 0.7 else ()
        after = changed(whole, random, own)
        with keeping(cache):
            proofs(whole, name), numbers(whole, name)
            kept = proofs(after, name), numbers(after, name)
            same = is_agreed(after, name)
        assert kept == (proofs(after, name), numbers(after, name)), (seed, name)
        assert same == is_agreed(after, name, kept=False), (seed, name)
    assert cache.found > cache.put_there


def put_anew(cache: InMemory, handbook: Handbook, name: Id) -> int:
    """Return how many answers are proved anew."""
    before = cache.put_there
    with keeping(cache):
        proofs(handbook, name)
    return cache.put_there - before


def protocol_with(handbook: Handbook, name: Id, **update: object) -> Handbook:
    protocol = handbook.protocols[name].model_copy(update=update)
    every = {**handbook.protocols, name: protocol}
    return handbook.model_copy(update={"protocols": FrozenDict(every)})


def test_a_text_or_another_sentence_proves_nothing_again() -> None:
    cache, name = InMemory(), "child_papers"
    protocol = some().protocols[name]
    count = put_anew(cache, some(), name)
    assert count == len(proofs(some(), name)) > 3
    titled = protocol_with(some(), name, title=Label.of(en="Another"), note=None)
    assert put_anew(cache, titled, name) == 0
    first, *others = protocol.safeguards
    rest = {each: protocol.safeguards[each] for each in others}
    assert put_anew(cache, protocol_with(some(), name, safeguards=rest), name) == 0
    told = protocol.safeguards[first].model_copy(update={"rule": rest[others[0]].rule})
    other = {**protocol.safeguards, first: told}
    assert put_anew(cache, protocol_with(some(), name, safeguards=other), name) == 1
    beside = protocol_with(some(), "change_of_place", title=Label.of(en="Another"))
    assert put_anew(cache, beside, name) == 0


def test_measures_are_kept_and_follow_the_sentences_and_what_is_measured() -> None:
    cache, soon = InMemory(), "after look then care within 2 days"
    book = pier_book({"soon": soon})
    others = (pier_book({"later": soon}), book.model_copy(update={"measured": THING}))
    with keeping(cache):
        first = measures(book, "pier")
        assert measures(book, "pier") == first
        assert cache.put_there == 1
        assert all(measures(other, "pier") != first for other in others)
    assert cache.put_there == 3


def test_the_day_counts_only_by_what_is_in_force() -> None:
    cache, name = InMemory(), "child_papers"
    with keeping(cache):
        proofs(some(), name, date(2026, 7, 1))
        before = cache.put_there
        proofs(some(), name, date(2026, 7, 2))
    assert cache.put_there == before


def test_the_version_of_the_library_counts() -> None:
    cache = InMemory()
    assert put_anew(cache, some(), "childs_complaint") > 0
    cache.version = "2"
    assert put_anew(cache, some(), "childs_complaint") > 0


def changed_texts(value: Any) -> Any:
    """Return a noun of which every text for people says the same."""
    if isinstance(value, Label):
        return Label.of(en="x")
    if isinstance(value, Mapping):
        return FrozenDict({key: changed_texts(each) for key, each in value.items()})
    if isinstance(value, tuple):
        return tuple(map(changed_texts, value))
    if isinstance(value, Noun):
        fields = type(value).model_fields
        found = {name: changed_texts(getattr(value, name)) for name in fields}
        return value.model_copy(update=found)
    return value


def test_a_proof_reads_no_text() -> None:
    """And so texts may stand outside the digest."""
    for name in NEAR:
        plain, silent = proofs(some(), name), proofs(changed_texts(some()), name)
        assert {each: verdict(proof) for each, proof in plain.items()} == {
            each: verdict(proof) for each, proof in silent.items()
        }
        assert measures(some(), name) == measures(changed_texts(some()), name)


def test_a_proof_reads_nothing_of_a_handbook_that_its_world_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether others open its cases was asked before: there are no others there."""
    read: set[str] = set()

    class Spied(Handbook):
        def __getattribute__(self, name: str) -> Any:
            if name in Handbook.model_fields:
                read.add(name)
            return super().__getattribute__(name)

    looked_at = world._looked_at

    def spied(*of: Any) -> Handbook:
        found = Spied.model_construct(**looked_at(*of).__dict__)
        read.clear()
        return found

    monkeypatch.setattr(world, "_looked_at", spied)
    whole = reading().sound().model_copy()
    for name in ("child_papers", "change_of_place", "identification_child_tip"):
        found = chart(whole.protocols[name], whole)
        prove(found, whole, limit=30), measure(found, whole, limit=30)
    assert {"data", "roles"} <= read <= {*world.SEEN, "protocols", "fragments"}


def verdict(proof: Any) -> object:
    story = proof.counterexample
    return (
        proof.verdict,
        proof.configurations,
        proof.reason,
        None if story is None else (story.steps, story.words, story.deciding),
    )


def test_waivers_are_looked_at_afresh() -> None:
    book = pier_book({"no_care": "after look never care"})
    cache = InMemory()
    made = chart(book.protocols["pier"], book)
    with keeping(cache):
        (one,) = prove(made, book, only="no_care").values()
        assert not one.waived
        until = date(2026, 12, 31)
        waiver = _waiver(until)
        waived = protocol_with(book, "pier", waivers=FrozenDict({"no_care": waiver}))
        made = chart(waived.protocols["pier"], waived)
        before = cache.put_there
        (two,) = prove(made, waived, only="no_care", as_of=DAY).values()
        (late,) = prove(made, waived, only="no_care", as_of=date(2027, 1, 1)).values()
    assert two.waived_until == until
    assert not late.waived
    # A first look on a day: the world stands on a day, and no other day is known.
    assert cache.put_there == before + 1
    assert replace(two, waived_until=None) == late


def _waiver(until: date) -> Any:
    return Waiver(reason=Label.of(en="x"), by="guard", until=until)


def test_the_values_of_a_fact_count_and_their_labels_do_not() -> None:
    def fact(**values: str | None) -> Fact:
        labels = {k: None if v is None else Label.of(en=v) for k, v in values.items()}
        return Fact(id="a", title=Label.of(en="A"), values=labels)

    assert meaning_of(fact(yes="Yes", no="No")) == meaning_of(fact(yes="Oui", no=None))
    assert meaning_of(fact(yes="Yes")) != meaning_of(fact(no="Yes"))


def test_what_nobody_knows_to_write_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        meaning_of((1, object()))


def test_a_spoiled_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    one = AnswerFile(tmp_path / "answers.json")
    one.put("a", {"told": [1]})
    one.put("b", {"told": [2]})
    one.save()
    assert AnswerFile(one.path).find("a") == {"told": [1]}
    text = one.path.read_text()
    one.path.write_text(text.replace("[1]", "[3]"))
    spoiled = AnswerFile(one.path)
    assert spoiled.find("a") is None
    assert spoiled.find("b") == {"told": [2]}
    for broken in (text[:-20], "[]", "{}", '{"form": 1, "version": 1, "answers": []}'):
        one.path.write_text(broken)
        assert AnswerFile(one.path).find("b") is None


def test_two_commands_at_once_keep_the_answers_of_both(tmp_path: Path) -> None:
    one, two = (AnswerFile(tmp_path / "answers.json") for _ in range(2))
    assert two.find("a") is None
    one.put("a", {"told": [1]})
    one.save()
    two.put("b", {"told": [2]})
    two.save()
    found = AnswerFile(one.path)
    assert (found.find("a"), found.find("b")) == ({"told": [1]}, {"told": [2]})


def test_where_answers_are_kept(tmp_path: Path) -> None:
    assert answer_file(tmp_path, {"KATCH_CACHE": ""}) is None
    named = answer_file(tmp_path, {"KATCH_CACHE": str(tmp_path / "here")})
    assert named is not None
    assert named.path.parent == tmp_path / "here"
    home = answer_file(tmp_path, {"XDG_CACHE_HOME": str(tmp_path)})
    assert home is not None
    assert home.path.parent == tmp_path / "katch"
    other = answer_file(tmp_path / "other", {"XDG_CACHE_HOME": str(tmp_path)})
    assert other is not None
    assert other.path != home.path


def test_deadlines_and_duties_that_nobody_keeps_are_kept() -> None:
    cache = InMemory()
    named = [each for each in rules() if each.name == "duty-unkeepable"]
    for again in (False, True):
        with keeping(cache):
            context = Context(some())
            told = [list(rule.spots(context)) for rule in named]
            found = [
                unkeepable_deadlines(made(name), some(), limit=LIMIT) for name in NEAR
            ]
        if not again:
            first, before = (told, found), cache.put_there
    assert (told, found) == first
    assert cache.put_there == before > 0


def made(name: Id) -> Chart:
    return chart(some().protocols[name], some())


def test_a_world_says_who_holds_what() -> None:
    name = "child_papers"
    one = world_of(made(name), some(), None)
    region, *_ = some().regions
    fewer = {k: v for k, v in some().regions.items() if k != region}
    other = some().model_copy(update={"regions": FrozenDict(fewer)})
    again = chart(other.protocols[name], other)
    assert world_of(again, other, None).digest != one.digest
    assert world_of(made(name), some(), None).digest == one.digest
