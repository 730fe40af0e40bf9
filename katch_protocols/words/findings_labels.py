"""What the rules of the family "labels" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    "label-too-long": {
        "ru": Wording(
            saw="В этом тексте на '{language}' {length} знаков, помещается {limit}.",
            why="Обрезанный на схеме текст прочтут неверно.",
            fix="Сократите его до {limit} знаков, остальное перенесите в `note`.",
        ),
        "kk": Wording(
            saw=(
                "'{language}' тіліндегі бұл мәтінде {length} таңба бар, {limit} "
                "таңба сыяды."
            ),
            why="Сызбада қысқарып қалған мәтін қате оқылады.",
            fix=(
                "Оны {limit} таңбаға дейін қысқартыңыз, қалғанын `note` кілтіне "
                "жазыңыз."
            ),
        ),
    },
    "missing-translation": {
        "ru": Wording(
            saw="Этого текста нет на языках: {languages}.",
            why="Те, кто читает только на этом языке, остаются в стороне.",
            fix="Добавьте текст на каждом языке сборника.",
        ),
        "kk": Wording(
            saw="Бұл мәтін мына тілдерде жоқ: {languages}.",
            why="Тек сол тілде оқитындар тыс қалады.",
            fix="Мәтінді жинақтың әр тілінде қосыңыз.",
        ),
    },
    "title-missing": {
        "ru": Wording(
            saw="У '{id}' нет названия.",
            why="Люди читают названия на схемах и карточках, id им ничего не скажет.",
            fix="Добавьте `title` для '{id}'.",
        ),
        "kk": Wording(
            saw="'{id}' атаусыз қалған.",
            why=(
                "Адамдар сызбалар мен карталардан атауды оқиды, id оларға ештеңе "
                "айтпайды."
            ),
            fix="'{id}' үшін `title` қосыңыз.",
        ),
    },
    "untranslated-text": {
        "ru": Wording(
            saw="Текст на '{language}' является копией английского.",
            why="Копия выглядит как проверенный перевод.",
            fix="Переведите его или уберите, чтобы пробел был виден.",
        ),
        "kk": Wording(
            saw="'{language}' тіліндегі мәтін ағылшыншаның көшірмесі.",
            why="Көшірме тексерілген аударма сияқты көрінеді.",
            fix="Оны аударыңыз немесе олқылық көрінуі үшін алып тастаңыз.",
        ),
    },
}
