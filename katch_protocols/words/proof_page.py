"""What the page of a protocol's proofs says around the proofs themselves."""

from collections.abc import Mapping

__all__ = ["PROOF_PAGE"]

PROOF_PAGE: Mapping[str, Mapping[str, str]] = {
    "title": {
        "en": "what always holds",
        "ru": "что соблюдается всегда",
        "kk": "не әрқашан орындалады",
    },
    "intro": {
        "en": "Each verdict is about every case that can ever run, not about a sample. "
        "A configuration is one situation in which a case can stand.",
        "ru": "Каждый вывод касается любого возможного дела, а не выборки. "
        "Конфигурация — одно из положений, в котором может быть дело.",
        "kk": "Әр қорытынды іріктемеге емес, болуы мүмкін әр іске қатысты. "
        "Конфигурация — іс тұруы мүмкін жағдайлардың бірі.",
    },
    "verdicts": {"en": "Promises", "ru": "Гарантии", "kk": "Кепілдіктер"},
    "safeguard": {"en": "Name", "ru": "Имя", "kk": "Аты"},
    "sentence": {"en": "Promise", "ru": "Гарантия", "kk": "Кепілдік"},
    "verdict": {"en": "Verdict", "ru": "Вывод", "kk": "Қорытынды"},
    "configurations": {
        "en": "Configurations",
        "ru": "Конфигураций",
        "kk": "Конфигурация саны",
    },
    "remarks": {"en": "Remarks", "ru": "Примечания", "kk": "Ескертпелер"},
    "stories": {
        "en": "Cases that break a promise",
        "ru": "Дела, которые нарушают гарантию",
        "kk": "Кепілдікті бұзатын істер",
    },
    "numbers": {
        "en": "The protocol in numbers",
        "ru": "Протокол в числах",
        "kk": "Хаттама сандармен",
    },
    "times": {"en": "Times", "ru": "Сроки", "kk": "Мерзімдер"},
    "if-kept": {
        "en": "The longest times are reckoned as if every deadline is kept.",
        "ru": "Самое долгое время рассчитано так, будто каждый срок соблюдён.",
        "kk": "Ең ұзақ уақыт әр мерзім сақталады деп есептелген.",
    },
}
"""Each text by key and by language."""
