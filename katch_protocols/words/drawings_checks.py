"""What the drawings of checks and proofs say, in en, ru and kk."""

from collections.abc import Mapping

__all__ = ["CHECKS"]

CHECKS: Mapping[str, Mapping[str, str]] = {
    # Gaps.
    "view-gaps": {
        "en": "What a check found, and where",
        "ru": "Что и где нашла проверка",
        "kk": "Тексеру нені және қайдан тапты",
    },
    "no-findings": {
        "en": "The check found nothing here.",
        "ru": "Проверка здесь ничего не нашла.",
        "kk": "Тексеру мұнда ештеңе тапқан жоқ.",
    },
    "severity-error": {"en": "Error", "ru": "Ошибка", "kk": "Қате"},
    "severity-warning": {"en": "Warning", "ru": "Предупреждение", "kk": "Ескерту"},
    "severity-gap": {"en": "Gap", "ru": "Пробел", "kk": "Олқылық"},
    "severity-note": {"en": "Note", "ru": "Заметка", "kk": "Ескертпе"},
    "count-error": {"en": "errors", "ru": "ошибки", "kk": "қателер"},
    "count-warning": {"en": "warnings", "ru": "предупреждения", "kk": "ескертулер"},
    "count-gap": {"en": "gaps", "ru": "пробелы", "kk": "олқылықтар"},
    "count-note": {"en": "notes", "ru": "заметки", "kk": "ескертпелер"},
    "step-of": {
        "en": "Step {number}: {title}",
        "ru": "Шаг {number}: {title}",
        "kk": "{number}-қадам: {title}",
    },
    "whole-protocol": {
        "en": "The whole protocol",
        "ru": "Весь протокол",
        "kk": "Бүкіл хаттама",
    },
    "number": {"en": "Number", "ru": "Номер", "kk": "Нөмірі"},
    "where": {"en": "Where", "ru": "Где", "kk": "Қайда"},
    "severity": {"en": "How grave", "ru": "Насколько важно", "kk": "Маңыздылығы"},
    "saw": {"en": "What was found", "ru": "Что найдено", "kk": "Не табылды"},
    "why": {"en": "Why it matters", "ru": "Почему это важно", "kk": "Неге маңызды"},
    "fix": {
        "en": "How to mend it",
        "ru": "Как исправить",
        "kk": "Қалай түзетіледі",
    },
    # Information.
    "view-information": {
        "en": "Which agency can come to know what, and at which steps",
        "ru": "Какой орган что может узнать и на каких шагах",
        "kk": "Қай орган нені және қай қадамдарда біле алады",
    },
    "view-information-no-child": {
        "en": "Which agency can come to know what, and at which steps",
        "ru": "Какой орган что может узнать и на каких шагах",
        "kk": "Қай орган нені және қай қадамдарда біле алады",
    },
    "agency": {"en": "Agency", "ru": "Орган", "kk": "Орган"},
    "data": {"en": "Data", "ru": "Сведения", "kk": "Мәліметтер"},
    "learnt-by": {"en": "By what", "ru": "Из чего", "kk": "Неден біледі"},
    "at-steps": {"en": "At steps", "ru": "На шагах", "kk": "Қадамдарда"},
    "key-is-sent": {"en": "is sent it", "ru": "получает", "kk": "алады"},
    "key-writes": {
        "en": "writes it down or sends it",
        "ru": "записывает или отправляет",
        "kk": "жазады немесе жібереді",
    },
    "key-outside": {
        "en": "not in the list of what it may see",
        "ru": "нет в перечне того, что ему можно видеть",
        "kk": "ол көре алатындар тізімінде жоқ",
    },
    "key-steps": {
        "en": "steps of the drawing of lanes",
        "ru": "шаги на схеме дорожек",
        "kk": "жолақтар сызбасының қадамдары",
    },
    "nothing-learnt": {
        "en": "No agency comes to know anything by a document.",
        "ru": "Ни один орган не узнаёт ничего из документов.",
        "kk": "Ешбір орган құжаттан ештеңе білмейді.",
    },
    # Changes from one version to the next.
    "view-changes": {
        "en": "What changes from one version to the next",
        "ru": "Что меняется между версиями",
        "kk": "Нұсқалар арасында не өзгереді",
    },
    "no-changes": {
        "en": "Nothing changes.",
        "ru": "Ничего не меняется.",
        "kk": "Ештеңе өзгермейді.",
    },
    "for-whom": {"en": "For whom", "ru": "Для кого", "kk": "Кім үшін"},
    "became": {
        "en": "What became of it",
        "ru": "Что с этим стало",
        "kk": "Не болды",
    },
    "change": {"en": "Change", "ru": "Изменение", "kk": "Өзгеріс"},
    "became-added": {"en": "added", "ru": "добавлено", "kk": "қосылды"},
    "became-removed": {"en": "removed", "ru": "убрано", "kk": "алынды"},
    "became-changed": {"en": "changed", "ru": "изменено", "kk": "өзгерді"},
    "key-added": {
        "en": "added: {count}",
        "ru": "добавлено: {count}",
        "kk": "қосылды: {count}",
    },
    "key-removed": {
        "en": "removed: {count}",
        "ru": "убрано: {count}",
        "kk": "алынды: {count}",
    },
    "key-changed": {
        "en": "changed: {count}",
        "ru": "изменено: {count}",
        "kk": "өзгерді: {count}",
    },
    # The table of steps.
    "who": {"en": "Who", "ru": "Кто", "kk": "Кім"},
    "next": {"en": "What comes next", "ru": "Что дальше", "kk": "Одан кейін"},
}
"""The words of the views of checks and proofs, by what they are for."""
