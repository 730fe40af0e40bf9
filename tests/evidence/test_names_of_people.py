"""A column of roles that holds people instead: what is surely a name is refused."""

import pytest

from katch_protocols.errors import LogError
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs.hashing import refuse_personal
from katch_protocols.evidence.logs.proposing import propose
from katch_protocols.model.noun import Label
from tests import shipped
from tests.cases.harbour import book
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import as_csv, audit, written

# What people are called where this handbook is used; the words say only what they are.
NAMES = [
    "Фамилия Имя Отчествович",
    "Фамилия Имя Отчествовна",
    "ФАМИЛИЯ ИМЯ ОТЧЕСТВОВИЧ",
    "Имя Отчествовна",
    "Имя Отчествовна Фамилия",
    "Фамилия, Имя Отчествович",
    "Тегі Аты Әкесіқызы",
    "Тегі Аты Әкесіұлы",
    "Familiya Imya Otchestvovich",
    "Tegi Aty Akesikyzy",
    "Фамилия И.О.",
    "Фамилия И. О.",
    "И.О. Фамилия",
    "Фамилия-Вторая И.О. (инспектор)",
    "worker; Фамилия И.О.",
]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_surely_a_name_is_refused_in_any_column(name):
    with pytest.raises(LogError) as refused:
        refuse_personal("role", name, 2, kind=None)
    assert refused.value.facts["kind"] == "person-name"


@pytest.mark.parametrize("some", [0, 10_000], ids=["large", "small"])
@pytest.mark.parametrize("column", ["role", "agency", "event", "danger"])
def test_a_name_of_somebody_in_any_column_stops_everything_unechoed(
    tmp_path, monkeypatch, column, some
):
    monkeypatch.setattr(following, "SOME", some)
    first, *others = case_rows()
    as_csv(tmp_path / "a.csv", [{**first, column: NAMES[0]}, *others])
    with pytest.raises(LogError) as refused:
        audit(written(tmp_path, "a.csv"))
    assert refused.value.code == "personal"
    assert NAMES[0] not in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_mapping_that_is_proposed_repeats_no_name(tmp_path, name):
    first, *others = case_rows()
    changed = {"role": name, "agency": name, "event": name}
    as_csv(tmp_path / "a.csv", [first | changed, *others])
    assert name not in propose(tmp_path / "a.csv", book())


@pytest.mark.parametrize(
    "text",
    [
        "Жанұя Орталығы",
        "Іс жабулы",
        "ІС ЖАБУЛЫ",
        "Приложение А.",
        "г. о. Алматы",
        "U.S. Embassy",
        "Washington D.C.",
        "Гимназия имени А.С. Пушкина",
        "Care Worker",
        "Сотрудник",
        "Отчествович",
    ],
)
def test_what_is_no_name_of_a_person_passes(text):
    refuse_personal("role", text, 2, kind=None)


def test_nothing_that_the_shipped_handbook_says_is_taken_for_a_name():
    labels = shipped.context().every(Label)
    texts = [text for _, label in labels for text in label.texts.values()]
    assert len(texts) > 500
    for text in texts:
        refuse_personal("role", text, 2, kind=None)
