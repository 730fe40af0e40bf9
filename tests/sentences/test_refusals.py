"""Every sentence of every kind is refused well when one word is wrong."""

from collections.abc import Callable
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.errors import Flaw, KatchError, SentenceError
from katch_protocols.sentences.grammar import (
    MAX_CHARACTERS,
    RESERVED,
    WordForm,
    form,
    scan,
)
from katch_protocols.sentences.text import (
    parse_condition,
    parse_duration,
    parse_safeguard,
    parse_target,
    print_condition,
    print_duration,
    print_safeguard,
    print_target,
)
from tests.strategies_sentences import conditions, durations, safeguards, targets

Parse = Callable[[str], object]

SAFEGUARDS = [
    ("a_case requries b_case", 8, Flaw.UNEXPECTED, "requires"),
    ("neber close_case", 1, Flaw.UNEXPECTED, "never"),
    ("evry case has hear_child", 1, Flaw.UNEXPECTED, "every"),
    ("afer report then place", 1, Flaw.UNEXPECTED, "after"),
    ("betwen place and leave never move", 1, Flaw.UNEXPECTED, "between"),
    ("onyl mia does close_case", 1, Flaw.UNEXPECTED, "only"),
    ("depart requires taht age is child", 17, Flaw.UNEXPECTED, "that"),
    ("plan_it and review by diferent people", 23, Flaw.UNEXPECTED, "different"),
    ("place does not dpend on testify", 16, Flaw.UNEXPECTED, "depend"),
    ("after report then place within 3 dasy", 34, Flaw.UNEXPECTED, "days"),
    ("never place where nott in triage", 19, Flaw.UNEXPECTED, "not"),
    ("never place where nott (in triage)", 19, Flaw.UNEXPECTED, "not"),
    ("Never place", 1, Flaw.UNEXPECTED, "never"),
    ("never Place", 7, Flaw.NAME, "place"),
    ("never close-case", 7, Flaw.NAME, "close_case"),
    ("never a.Done.b", 7, Flaw.NAME, "a_done_b"),
    ("never place,", 7, Flaw.CHARACTER, "place"),
    ("never done", 7, Flaw.RESERVED, None),
    ("requires requires place", 1, Flaw.RESERVED, None),
    ("never requires place", 1, Flaw.RESERVED, None),
    ("never mia / mia", 11, Flaw.SURPLUS, None),
    ("interview at most 0 times", 19, Flaw.ZERO, None),
    ("interview at most 10000 times", 19, Flaw.NUMBER, None),
    ("interview at most 2.5 times", 19, Flaw.NUMBER, None),
    ("interview at most three times", 19, Flaw.UNEXPECTED, None),
    ("interview with a.psychologist", 16, Flaw.DOTTED, None),
    ("health.card only to moh", 1, Flaw.DOTTED, None),
    ("only mia / moh / mia does close_case", 18, Flaw.REPEATED, None),
    ("never place unless a.b / a.b", 26, Flaw.REPEATED, None),
    ("place informs moh / mia", 19, Flaw.SURPLUS, None),
    ("place infroms moh", 7, Flaw.UNEXPECTED, "informs"),
    ("place informs moh.mia", 15, Flaw.DOTTED, None),
    ("place at least 10 days before leave", 24, Flaw.UNEXPECTED, None),
    ("place at lest 10 days after leave", 10, Flaw.UNEXPECTED, "least"),
    ("place at least 0 days after leave", 16, Flaw.ZERO, None),
    ("place at least ten days after leave", 16, Flaw.UNEXPECTED, None),
    ("place at most 10 days after leave", 18, Flaw.UNEXPECTED, None),
    ("place requires leave sinse order", 22, Flaw.UNEXPECTED, "since"),
    ("place requires leave each time since order", 32, Flaw.SURPLUS, None),
    ("place requires leave since", 27, Flaw.UNFINISHED, None),
    ("never since", 7, Flaw.RESERVED, None),
    ("never place unless", 19, Flaw.UNFINISHED, None),
    ("never place unless order and leave", 26, Flaw.SURPLUS, None),
    ("xyzzy close_case", 1, Flaw.UNEXPECTED, None),
    ("between place never move", 15, Flaw.UNEXPECTED, None),
    ("never place never", 13, Flaw.SURPLUS, None),
    ("depart requires", 16, Flaw.UNFINISHED, None),
    ("", 1, Flaw.EMPTY, None),
    (" \n ", 1, Flaw.EMPTY, None),
]
CONDITIONS = [
    ("danger iz present", 8, Flaw.UNEXPECTED, "is"),
    ("danger is present adn in triage", 19, Flaw.UNEXPECTED, "and"),
    ("danger is present AND in triage", 19, Flaw.UNEXPECTED, "and"),
    ("hass form", 1, Flaw.UNEXPECTED, "has"),
    ("danger is nott present", 11, Flaw.UNEXPECTED, "not"),
    ("danger is onne of a / b", 11, Flaw.UNEXPECTED, "one"),
    ("danger is not one of a / b", 15, Flaw.UNEXPECTED, None),
    ("not danger is present", 5, Flaw.UNEXPECTED, None),
    ("danger = present", 8, Flaw.UNEXPECTED, None),
    ("danger is not known", 15, Flaw.RESERVED, None),
    ("case is open", 1, Flaw.RESERVED, None),
    ("danger is a.b", 11, Flaw.DOTTED, None),
    ("danger is one of a / a", 22, Flaw.REPEATED, None),
    ("danger is present now", 19, Flaw.SURPLUS, None),
    ("danger is present)", 18, Flaw.SURPLUS, None),
    ("(danger is present", 19, Flaw.UNFINISHED, None),
    ("опасность is present", 1, Flaw.NAME, None),
]
DURATIONS = [
    ("3 dys", 3, Flaw.UNEXPECTED, "days"),
    ("3 wroking days", 3, Flaw.UNEXPECTED, "working"),
    ("3 working hours", 11, Flaw.UNEXPECTED, None),
    ("three days", 1, Flaw.UNEXPECTED, None),
    ("03 days", 1, Flaw.NUMBER, None),
    ("-3 days", 1, Flaw.NUMBER, None),
    ("1,5 days", 1, Flaw.NUMBER, None),
    ("10000 days", 1, Flaw.NUMBER, None),
    ("3 days long", 8, Flaw.SURPLUS, None),
    ("3", 2, Flaw.UNFINISHED, None),
    ("", 1, Flaw.EMPTY, None),
]
TARGETS = [
    ("resmue triage", 1, Flaw.UNEXPECTED, "resume"),
    ("triage now", 8, Flaw.SURPLUS, None),
    ("Triage", 1, Flaw.NAME, "triage"),
    ("done", 1, Flaw.RESERVED, None),
    ("a" * 65, 1, Flaw.NAME, None),
    ("resume", 7, Flaw.UNFINISHED, None),
    ("", 1, Flaw.EMPTY, None),
]
CASES = [
    (parse, *case)
    for parse, cases in (
        (parse_safeguard, SAFEGUARDS),
        (parse_condition, CONDITIONS),
        (parse_duration, DURATIONS),
        (parse_target, TARGETS),
    )
    for case in cases
]


@pytest.mark.parametrize(("parse", "text", "column", "reason", "near"), CASES)
def test_a_wrong_word_is_found_and_named(
    parse: Parse, text: str, column: int, reason: Flaw, near: str | None
) -> None:
    with pytest.raises(SentenceError) as refusal:
        parse(text)
    error = refusal.value
    assert (error.column, error.reason, error.near) == (column, reason, near)


def test_every_flaw_has_an_example_above_or_is_a_bound() -> None:
    shown = {reason for _, _, _, reason, _ in CASES}
    assert shown == set(Flaw) - {Flaw.DEEP, Flaw.LONG}


def test_a_refusal_carries_its_parts_and_says_them() -> None:
    with pytest.raises(KatchError) as refusal:
        parse_safeguard("place requries plan")
    error = refusal.value
    assert isinstance(error, SentenceError)
    assert (error.kind, error.text) == ("safeguard", "place requries plan")
    assert (error.word, error.column) == ("requries", 7)
    assert error.expected == (
        *("and", "at", "does", "excludes", "informs", "is", "only", "requires", "with"),
    )
    assert str(error) == (
        "'requries' cannot stand at column 7 of a safeguard. The nearest is 'requires'."
    )


def test_what_is_possible_is_a_closed_list() -> None:
    with pytest.raises(SentenceError) as refusal:
        parse_condition("not danger")
    assert refusal.value.expected == ("(", "done", "has", "in")
    assert str(refusal.value) == (
        "'danger' cannot stand at column 5 of a condition. Possible: (, done, has, in."
    )


SPOKEN = st.one_of(
    safeguards().map(lambda noun: (print_safeguard(noun), parse_safeguard)),
    conditions().map(lambda noun: (print_condition(noun), parse_condition)),
    durations().map(lambda noun: (print_duration(noun), parse_duration)),
    targets().map(lambda noun: (print_target(noun), parse_target)),
)
PRINTED = {
    parse_safeguard: print_safeguard,
    parse_condition: print_condition,
    parse_duration: print_duration,
    parse_target: print_target,
}


def _outcome(parse: Parse, text: str) -> SentenceError | str:
    """Give the refusal of a text, or how it is printed."""
    try:
        return PRINTED[parse](parse(text))
    except SentenceError as error:
        return error


def _misspelt(word: str) -> list[str]:
    """Give every word that is one slip away, is no other word, and reads as a name."""
    spots = range(len(word) + 1)
    slips = {word[:i] + word[i + 1 :] for i in spots}
    slips |= {word[:i] + word[i : i + 2][::-1] + word[i + 2 :] for i in spots}
    slips |= {word[:i] + x + word[i + 1 :] for i in spots for x in ascii_lowercase}
    slips |= {word[:i] + x + word[i:] for i in spots for x in ascii_lowercase}
    return sorted(slip for slip in slips - {word} if form(slip) is WordForm.ID)


@settings(max_examples=400)
@given(SPOKEN, st.data())
def test_one_misspelt_word_of_the_language_is_found_and_the_right_one_offered(
    spoken: tuple[str, Parse], data: st.DataObject
) -> None:
    text, parse = spoken
    words = [word for word in scan(text) if word.text in RESERVED]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    slip = data.draw(st.sampled_from(_misspelt(word.text)))
    start = word.column - 1
    wrong = f"{text[:start]}{slip}{text[start + len(word.text) :]}"
    outcome = _outcome(parse, wrong)
    if isinstance(outcome, str):
        # The slip made a name of a word: `danger is knwon`.
        assert outcome != text
        return
    assert (outcome.column, outcome.word) == (word.column, slip)
    assert outcome.near in RESERVED
    assert outcome.near in outcome.expected


FOREIGN = ["xyzzyq", "Zzz9", "q!q", "0x", "never", "case", "(", "/", "7", "опа", "a..b"]


@settings(max_examples=300)
@given(SPOKEN, st.data(), st.sampled_from(FOREIGN))
def test_one_foreign_word_is_refused_near_where_it_stands_or_means_something_else(
    spoken: tuple[str, Parse], data: st.DataObject, foreign: str
) -> None:
    text, parse = spoken
    words = scan(text)
    index = data.draw(st.integers(0, len(words) - 1))
    if foreign in {words[index].text, "7"} and words[index].text != "7":
        foreign = "xyzzyq"
    start = words[index].column - 1
    wrong = f"{text[:start]}{foreign}{text[start + len(words[index].text) :]}"
    outcome = _outcome(parse, wrong)
    if isinstance(outcome, str):
        assert outcome != text
        return
    columns = [word.column for word in scan(wrong)]
    assert outcome.column in {*columns, len(wrong) + 1}
    listless = {Flaw.SURPLUS, Flaw.DOTTED, Flaw.REPEATED}
    assert outcome.expected or outcome.reason in listless


@settings(max_examples=300)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from([*sorted(RESERVED), "(", ")", "/", "a", "b.c", "3", "0", "Ы"]),
        max_size=40,
    ).map(" ".join)
)
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for parse in PRINTED:
        outcome = _outcome(parse, text)
        if isinstance(outcome, str):
            assert _outcome(parse, outcome) == outcome
            continue
        assert outcome.text == text
        assert 1 <= outcome.column <= len(text) + 1
        assert str(outcome)


@pytest.mark.parametrize(
    "part",
    ["(", "not ", "not (", "a / ", "a is b and ", "a is one of b / ", "a ", "й", "9"],
)
def test_the_longest_text_is_refused_too(part: str) -> None:
    text = (part * MAX_CHARACTERS)[:MAX_CHARACTERS]
    for parse in PRINTED:
        with pytest.raises(SentenceError) as refusal:
            parse(text)
        assert refusal.value.reason is not Flaw.EMPTY


def test_a_text_beyond_the_bound_is_not_even_looked_at() -> None:
    for parse in PRINTED:
        with pytest.raises(SentenceError) as refusal:
            parse("triage " * MAX_CHARACTERS)
        assert refusal.value.reason is Flaw.LONG
        assert refusal.value.column == MAX_CHARACTERS + 1
