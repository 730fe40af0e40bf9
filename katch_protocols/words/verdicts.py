"""The words for verdicts: the one table that every output reads."""

from collections.abc import Mapping

__all__ = ["A_DATE", "MONTHS", "UNTIL", "VERDICTS"]

VERDICTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "holds": {
        "en": ("holds", "hold"),
        "ru": ("соблюдается", "соблюдаются", "соблюдаются"),
        "kk": ("орындалады",),
    },
    "waived": {
        "en": ("waived {until}",),
        "ru": ("отступление {until}", "отступления {until}", "отступлений {until}"),
        "kk": ("шегініс ({until})",),
    },
    "enforced": {
        "en": ("enforced by live cases",),
        "ru": (
            "обеспечивается при ведении дел",
            "обеспечиваются при ведении дел",
            "обеспечиваются при ведении дел",
        ),
        "kk": ("істі жүргізу кезінде қамтамасыз етіледі",),
    },
    "vacuous": {
        "en": ("empty",),
        "ru": ("пустая", "пустые", "пустых"),
        "kk": ("бос",),
    },
    "broken": {
        "en": ("broken",),
        "ru": ("нарушена", "нарушены", "нарушены"),
        "kk": ("бұзылған",),
    },
    "not-exhausted": {
        "en": ("not decided",),
        "ru": ("не решена", "не решены", "не решены"),
        "kk": ("шешілмеген",),
    },
}
"""Each verdict by its code: the forms that follow one, few and many.

A language that has fewer forms uses its last for all that follow.
"""

UNTIL: Mapping[str, str] = {
    "en": "until {day} {month} {year}",
    "ru": "до {day} {month} {year} года",
    "kk": "{year} жылғы {day} {month} дейін",
}
"""How the last day of a waiver is said."""

A_DATE: Mapping[str, str] = {
    "en": "until a date",
    "ru": "до определённой даты",
    "kk": "белгілі бір күнге дейін",
}
"""How it is said where no waiver is meant in particular."""

MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "ru": (
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    "kk": (
        "қаңтарға",
        "ақпанға",
        "наурызға",
        "сәуірге",
        "мамырға",
        "маусымға",
        "шілдеге",
        "тамызға",
        "қыркүйекке",
        "қазанға",
        "қарашаға",
        "желтоқсанға",
    ),
}
"""The months as ``UNTIL`` needs them."""
