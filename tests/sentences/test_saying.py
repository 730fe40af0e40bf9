"""Sentences are said to people in English, Russian and Kazakh."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Sentence
from katch_protocols.model.states import Outcome
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.saying import (
    say_briefly,
    say_condition,
    say_duration,
    say_safeguard,
)
from katch_protocols.sentences.text import (
    parse_condition,
    parse_duration,
    parse_safeguard,
)
from katch_protocols.words.say import counted
from tests.strategies_sentences import safeguards

TITLES = {
    ("fact", "danger"): "Опасность",
    ("value", "danger.present"): "Есть",
    ("value", "danger.likely"): "Вероятна",
    ("state", "triage"): "Разбор",
    ("document", "form"): "Направление",
    ("activity", "screen"): "Проверить безопасность",
    ("event", "place"): "Разместить ребёнка",
    ("event", "visit"): "Посетить ребёнка",
    ("event", "leave"): "Выезд",
    ("event", "order"): "Решение суда",
    ("role", "psychologist"): "Психолог",
    ("actor", "mia"): "МВД",
    ("actor", "moh"): "Минздрав",
    ("item", "health"): "Здоровье",
}


class _Names:
    """Titles of a small protocol, whose only states are those named here."""

    states = frozenset({"leave"})
    measured = frozenset({"order"})

    def title(self, kind: NameKind, name: str) -> str:
        return TITLES[kind, name]

    def event_kind(self, name: str) -> NameKind:
        if name in self.measured:
            return NameKind.EVENT
        return NameKind.STATE if name in self.states else NameKind.ACTIVITY

    def good_ends(self):
        return frozenset({Outcome.PROTECTED})


class _Echo(_Names):
    """Gives each name as its own title, with its kind."""

    def title(self, kind: NameKind, name: str) -> str:
        return f"{kind}:{name}"


class _Quoting(_Names):
    def title(self, _kind: NameKind, _name: str) -> str:
        return "Send «Form 1»"


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        ("30 minutes", "30 minutes", "30 минут", "30 минут"),
        ("1 minute", "1 minute", "1 минута", "1 минут"),
        ("1 hour", "1 hour", "1 час", "1 сағат"),
        ("2 hours", "2 hours", "2 часа", "2 сағат"),
        ("5 hours", "5 hours", "5 часов", "5 сағат"),
        ("11 hours", "11 hours", "11 часов", "11 сағат"),
        ("12 hours", "12 hours", "12 часов", "12 сағат"),
        ("21 hours", "21 hours", "21 час", "21 сағат"),
        ("24 hours", "24 hours", "24 часа", "24 сағат"),
        ("72 hours", "72 hours", "72 часа", "72 сағат"),
        ("111 hours", "111 hours", "111 часов", "111 сағат"),
        ("3 days", "3 days", "3 дня", "3 күн"),
        ("1 working day", "1 working day", "1 рабочий день", "1 жұмыс күні"),
        ("3 working days", "3 working days", "3 рабочих дня", "3 жұмыс күні"),
        ("5 working days", "5 working days", "5 рабочих дней", "5 жұмыс күні"),
        ("2 weeks", "2 weeks", "2 недели", "2 апта"),
        ("6 months", "6 months", "6 месяцев", "6 ай"),
        ("0 hours", "0 hours", "0 часов", "0 сағат"),
    ],
)
def test_a_duration_is_said(text: str, english: str, russian: str, kazakh: str) -> None:
    duration = parse_duration(text, zero=True)
    said = [say_duration(duration, language) for language in ("en", "ru", "kk")]
    assert said == [english, russian, kazakh]


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        (
            "danger is present",
            "«Опасность» is «Есть»",
            "значение «Опасность» — «Есть»",
            "«Опасность» мәні — «Есть»",
        ),
        (
            "danger is not present and danger is known",
            "«Опасность» is not «Есть» and «Опасность» is known",
            "значение «Опасность» — не «Есть» и значение «Опасность» известно",
            "«Опасность» мәні «Есть» емес және «Опасность» мәні белгілі",
        ),
        (
            "danger is one of present / likely or danger is unknown",
            "(«Опасность» is «Есть» or «Вероятна») or «Опасность» is unknown",
            (
                "(значение «Опасность» — «Есть» или «Вероятна») "
                "или значение «Опасность» неизвестно"
            ),
            (
                "(«Опасность» мәні — «Есть» немесе «Вероятна») "
                "немесе «Опасность» мәні белгісіз"
            ),
        ),
        (
            "in triage and has form or done screen",
            (
                "(the case is in «Разбор» and «Направление» exists) "
                "or «Проверить безопасность» has happened"
            ),
            (
                "(дело находится в состоянии «Разбор» и документ «Направление» есть) "
                "или действие «Проверить безопасность» уже выполнено"
            ),
            (
                "(іс «Разбор» күйінде және «Направление» құжаты бар) "
                "немесе «Проверить безопасность» әрекеті орындалған"
            ),
        ),
        (
            "not in triage and not has form and not done screen",
            (
                "the case is not in «Разбор» and «Направление» does not exist "
                "and «Проверить безопасность» has not happened"
            ),
            (
                "дело не находится в состоянии «Разбор» и документа «Направление» нет "
                "и действие «Проверить безопасность» ещё не выполнено"
            ),
            (
                "іс «Разбор» күйінде емес және «Направление» құжаты жоқ "
                "және «Проверить безопасность» әрекеті орындалмаған"
            ),
        ),
        (
            "not (danger is present)",
            "it is not so that («Опасность» is «Есть»)",
            "неверно, что (значение «Опасность» — «Есть»)",
            "мынау дұрыс емес: («Опасность» мәні — «Есть»)",
        ),
    ],
)
def test_a_condition_is_said(
    text: str, english: str, russian: str, kazakh: str
) -> None:
    condition = parse_condition(text)
    said = [say_condition(condition, code, _Names()) for code in ("en", "ru", "kk")]
    assert said == [english, russian, kazakh]


@pytest.mark.parametrize(
    ("text", "russian"),
    [
        ("never place", "Ни в одном деле не происходит действие «Разместить ребёнка»."),
        (
            "after place then visit within 1 week",
            (
                "После действия «Разместить ребёнка» не позднее чем через 1 неделю "
                "следует действие «Посетить ребёнка», если соблюдены все сроки."
            ),
        ),
        (
            "between place and leave always visit at least every 21 minutes",
            (
                "Между действием «Разместить ребёнка» и переходом в состояние «Выезд» "
                "не реже чем раз в 21 минуту происходит действие «Посетить ребёнка», "
                "если соблюдены все сроки."
            ),
        ),
        (
            "visit at most 1 time",
            "Действие «Посетить ребёнка» происходит в одном деле не более 1 раза.",
        ),
        (
            "visit at most 21 times",
            "Действие «Посетить ребёнка» происходит в одном деле не более 21 раза.",
        ),
        (
            "visit at most 3 times",
            "Действие «Посетить ребёнка» происходит в одном деле не более 3 раз.",
        ),
        (
            "only mia / moh does place",
            (
                "Действие «Разместить ребёнка» может выполнять только "
                "«МВД» или «Минздрав»."
            ),
        ),
        ("health only to moh", "Получать «Здоровье» может только «Минздрав»."),
        (
            "place with psychologist where in triage unless order",
            (
                "В действии «Разместить ребёнка» всегда участвует «Психолог». "
                "Это действует, только если непосредственно перед этим: "
                "дело находится в состоянии «Разбор». "
                "После события «Решение суда» это больше не действует."
            ),
        ),
        (
            "never place unless order / leave",
            (
                "Ни в одном деле не происходит действие «Разместить ребёнка». "
                "После события «Решение суда» или перехода в состояние «Выезд» "
                "это больше не действует."
            ),
        ),
    ],
)
def test_a_safeguard_is_said(text: str, russian: str) -> None:
    assert say_safeguard(parse_safeguard(text), "ru", _Names()) == russian


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@settings(max_examples=100)
@given(safeguards())
def test_every_safeguard_is_said_with_every_title(
    language: str, noun: Sentence
) -> None:
    said = say_safeguard(noun, language, _Echo())
    for mention in names_in(noun):
        name = f"{mention.fact}.{mention.name}" if mention.fact else mention.name
        assert f"«{mention.kind}:{name}»" in said
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize(
    ("text", "russian", "kazakh"),
    [
        (
            "place requires visit",
            (
                "Действие «Разместить ребёнка» допускается только после "
                "действия «Посетить ребёнка»."
            ),
            (
                "«Разместить ребёнка» әрекеті тек «Посетить ребёнка» әрекетінен кейін "
                "болуы мүмкін."
            ),
        ),
        (
            "place requires visit since leave",
            (
                "Перед действием «Разместить ребёнка» требуется действие "
                "«Посетить ребёнка», а после каждого перехода в состояние «Выезд» "
                "— заново."
            ),
            (
                "«Разместить ребёнка» әрекетінің алдында «Посетить ребёнка» әрекеті "
                "болуға тиіс, ал әр «Выезд» күйіне өтуден кейін — қайтадан."
            ),
        ),
        (
            "leave informs moh",
            (
                "Каждый раз, когда происходит переход в состояние «Выезд», об этом "
                "узнаёт «Минздрав»: как исполнитель или участник, из запроса, "
                "сообщения или документа либо при подтверждении."
            ),
            (
                "«Выезд» күйіне өту болған сайын «Минздрав» бұл туралы біледі: "
                "орындаушы немесе қатысушы ретінде, сұраудан, хабарламадан, құжаттан "
                "немесе растау кезінде."
            ),
        ),
        (
            "leave at least 10 days after place",
            (
                "Переход в состояние «Выезд» происходит не раньше чем через 10 дней "
                "после действия «Разместить ребёнка»."
            ),
            (
                "«Выезд» күйіне өту «Разместить ребёнка» әрекетінен кейін кемінде "
                "10 күн өткенде ғана болады."
            ),
        ),
        (
            "leave requires order",
            (
                "Переход в состояние «Выезд» допускается только после "
                "события «Решение суда»."
            ),
            "«Выезд» күйіне өту тек «Решение суда» оқиғасынан кейін болуы мүмкін.",
        ),
        (
            "place does not depend on leave",
            (
                "Действие «Разместить ребёнка» не зависит от "
                "перехода в состояние «Выезд»."
            ),
            "«Разместить ребёнка» әрекеті «Выезд» күйіне өтуге тәуелді емес.",
        ),
    ],
)
def test_an_event_is_called_an_activity_a_state_or_an_event(
    text: str, russian: str, kazakh: str
) -> None:
    rule = parse_safeguard(text)
    said = [say_safeguard(rule, code, _Names()) for code in ("ru", "kk")]
    assert said == [russian, kazakh]


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        (
            "danger is not present and not has form",
            "“Опасность”: not Есть and no “Направление”",
            "«Опасность»: не Есть и нет документа «Направление»",
            "«Опасность»: Есть емес және «Направление» жоқ",
        ),
        (
            "danger is one of present / likely and done screen",
            "(“Опасность”: Есть or Вероятна) and Проверить безопасность: done",
            "(«Опасность»: Есть или Вероятна) и Проверить безопасность: сделано",
            (
                "(«Опасность»: Есть немесе Вероятна) және "
                "Проверить безопасность: орындалған"
            ),
        ),
        (
            "not in triage",
            "not in “Разбор”",
            "не в состоянии «Разбор»",
            "«Разбор» күйінде емес",
        ),
        (
            "not (danger is unknown or in triage)",
            "not (“Опасность”: not yet known or Разбор)",
            "не («Опасность»: ещё неизвестно или Разбор)",
            "(«Опасность»: әлі белгісіз немесе Разбор) емес",
        ),
    ],
)
def test_a_condition_is_said_briefly(
    text: str, english: str, russian: str, kazakh: str
) -> None:
    condition = parse_condition(text)
    said = [say_briefly(condition, code, _Names()) for code in ("en", "ru", "kk")]
    assert said == [english, russian, kazakh]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("danger is present", "Есть"),
        ("danger is not present", "not Есть"),
        ("danger is unknown", "not yet known"),
        ("danger is present and in triage", "Есть and Разбор"),
    ],
)
def test_only_the_answer_is_said_beside_its_question(text: str, said: str) -> None:
    condition = parse_condition(text)
    assert say_briefly(condition, "en", _Names(), asked="danger") == said


def test_quotes_inside_a_title_are_told_apart() -> None:
    said = say_safeguard(parse_safeguard("never place"), "en", _Quoting())
    assert said == "«Send „Form 1“» never happens."


def test_a_language_without_words_gets_english() -> None:
    assert say_duration(parse_duration("2 hours"), "uz") == "2 hours"


@given(st.integers(1, 9999))
@settings(max_examples=50)
def test_kazakh_never_changes_a_noun_after_a_number(amount: int) -> None:
    duration = parse_duration(f"{amount} hours")
    assert say_duration(duration, "kk") == f"{counted(amount, 'kk')} сағат"
