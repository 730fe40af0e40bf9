"""What ``katch preview`` and its page say, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["PREVIEW"]

PREVIEW: Mapping[str, Mapping[str, str]] = {
    "preview-serving": {
        "en": "The page is at {url} and follows every save. Ctrl-C stops it.",
        "ru": "Страница: {url}. Она следит за каждым сохранением. Ctrl-C остановит её.",
        "kk": "Бет мекенжайы: {url}. Ол әр сақтауды бақылайды. Ctrl-C оны тоқтатады.",
    },
    "preview-stopped": {"en": "Stopped.", "ru": "Остановлено.", "kk": "Тоқтатылды."},
    "preview-port": {
        "en": "The port {port} cannot be used. Leave out --port to get a free one.",
        "ru": "Порт {port} занят или закрыт. Без --port будет выбран свободный.",
        "kk": "{port} порты бос емес немесе жабық. --port болмаса, бос порт алынады.",
    },
    "preview-closed": {
        "en": "This page belongs to whoever started it. "
        "Open the whole address that katch preview printed.",
        "ru": "Эта страница принадлежит тому, кто её запустил. "
        "Откройте полный адрес, который напечатал katch preview.",
        "kk": "Бұл бет оны іске қосқан адамға тиесілі. "
        "katch preview жазған толық мекенжайды ашыңыз.",
    },
    "preview-title": {"en": "Preview", "ru": "Просмотр", "kk": "Алдын ала қарау"},
    "preview-choices": {"en": "What to show", "ru": "Что показать", "kk": "Не көрсету"},
    "preview-protocol": {"en": "Protocol", "ru": "Протокол", "kk": "Хаттама"},
    "preview-follow": {
        "en": "the one being edited",
        "ru": "тот, что правится",
        "kk": "қазір өңделіп жатқаны",
    },
    "preview-view": {"en": "View", "ru": "Вид", "kk": "Көрініс"},
    "preview-part": {"en": "Part", "ru": "Часть", "kk": "Бөлігі"},
    "preview-whole": {"en": "the whole", "ru": "целиком", "kk": "түгел"},
    "preview-language": {"en": "Language", "ru": "Язык", "kk": "Тіл"},
    "preview-fit": {
        "en": "Fit to the window",
        "ru": "По ширине окна",
        "kk": "Терезеге сыйғызу",
    },
    "preview-findings": {"en": "Findings", "ru": "Замечания", "kk": "Ескертпелер"},
    "preview-drawing": {"en": "Drawing", "ru": "Схема", "kk": "Сызба"},
    "preview-table": {
        "en": "The same as a table",
        "ru": "То же в виде таблицы",
        "kk": "Дәл осы кесте түрінде",
    },
    "preview-busy": {
        "en": "Checking.",
        "ru": "Идёт проверка.",
        "kk": "Тексеріліп жатыр.",
    },
    "preview-clean": {
        "en": "Nothing was found.",
        "ru": "Замечаний нет.",
        "kk": "Ескертпе жоқ.",
    },
    "preview-stale": {
        "en": "This is the last drawing that could be made. The findings say what is "
        "wrong since.",
        "ru": "Это последняя схема, которую удалось нарисовать. Что неверно сейчас, "
        "говорят замечания.",
        "kk": "Бұл салынған соңғы сызба. Қазір не қате екенін ескертпелер айтады.",
    },
    "preview-nothing": {
        "en": "There is nothing to draw yet.",
        "ru": "Рисовать пока нечего.",
        "kk": "Әзірге салатын ештеңе жоқ.",
    },
    "preview-away": {
        "en": "katch preview was stopped. Start it again to go on.",
        "ru": "katch preview остановлен. Запустите его снова, чтобы продолжить.",
        "kk": "katch preview тоқтатылды. Жалғастыру үшін қайта іске қосыңыз.",
    },
    "preview-fault": {
        "en": "katch itself is at fault ({fault}). The page shows what it knew before.",
        "ru": "Ошибка в самом katch ({fault}). Показано то, что было известно раньше.",
        "kk": "Қате katch-тің өзінде ({fault}). Бұрын белгілі болғаны көрсетілген.",
    },
}
