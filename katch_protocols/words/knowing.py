"""What is said of who can come to know what about a child, and by which step."""

from collections.abc import Mapping

__all__ = ["KNOWING"]

KNOWING: Mapping[str, Mapping[str, str]] = {
    "way-produces": {
        "en": "«{activity}»: writes «{document}»",
        "ru": "«{activity}»: составляет «{document}»",
        "kk": "«{activity}»: «{document}» құжатын жасайды",
    },
    "way-sends": {
        "en": "«{activity}»: sends «{document}»",
        "ru": "«{activity}»: отправляет «{document}»",
        "kk": "«{activity}»: «{document}» құжатын жібереді",
    },
    "way-receives": {
        "en": "«{activity}»: is sent «{document}»",
        "ru": "«{activity}»: получает «{document}»",
        "kk": "«{activity}»: «{document}» құжатын алады",
    },
    "in-regions": {
        "en": "{way} (in {regions})",
        "ru": "{way} (регионы: {regions})",
        "kk": "{way} (өңірлер: {regions})",
    },
    "legend": {
        "en": "● is sent it   ○ writes or sends it   "
        "! not in its list of what it may see",
        "ru": "● получает   ○ составляет или отправляет   "
        "! нет в перечне того, что можно видеть",
        "kk": "● алады   ○ жасайды не жібереді   ! көре алатындар тізімінде жоқ",
    },
    "outside-mandate": {
        "en": "{category} (not in the list of what it may see)",
        "ru": "{category} (нет в перечне того, что ведомству можно видеть)",
        "kk": "{category} (ведомство көре алатындар тізімінде жоқ)",
    },
    "overreach": {
        "en": "«{agency}» is sent what it may not see: «{category}».",
        "ru": "«{agency}» получает то, чего видеть не должно: «{category}».",
        "kk": "«{agency}» көрмеуі керек деректі алады: «{category}».",
    },
    "unconsented": {
        "en": "«{category}» is passed on where consent may not be given: «{activity}».",
        "ru": "«{category}» передаётся там, где согласия может не быть: «{activity}».",
        "kk": "«{category}» келісім берілмеуі мүмкін кезде беріледі: «{activity}».",
    },
    "all-in-order": {
        "en": "Nobody is sent what they may not see, and nothing without consent.",
        "ru": "Никто не получает лишнего, и ничего не передаётся без согласия.",
        "kk": "Ешкім артық дерек алмайды, келісімсіз ештеңе берілмейді.",
    },
    "writes-outside": {
        "en": "Whoever writes or sends a document knows what it says. "
        "The list of what it may see lacks: {agencies}.",
        "ru": "Кто составляет или отправляет документ, знает его содержание. "
        "Нет в перечне того, что ему можно видеть: {agencies}.",
        "kk": "Құжатты жасаған не жіберген орган оның мазмұнын біледі. "
        "Көре алатындар тізімінде жоқ: {agencies}.",
    },
    "never-passed": {
        "en": "Known to nobody through a document: {categories}.",
        "ru": "Никому не известно из документов: {categories}.",
        "kk": "Құжат арқылы ешкімге белгісіз: {categories}.",
    },
    "not-all-seen": {
        "en": "Not every configuration was seen; some steps here may never happen.",
        "ru": "Просмотрены не все конфигурации: в списке могут быть лишние шаги.",
        "kk": "Барлық конфигурация қаралмады; мұнда болмайтын қадам да болуы мүмкін.",
    },
}
"""Each phrase as a template, by key and by language."""
