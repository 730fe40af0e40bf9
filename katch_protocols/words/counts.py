"""How the counts of a body's duties are said, in the form that goes with the number."""

from collections.abc import Mapping

__all__ = ["COUNTS", "TILES"]

COUNTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "own": {
        "en": ("duty of its own", "duties of its own"),
        "ru": ("своя обязанность", "свои обязанности", "своих обязанностей"),
        "kk": ("өз міндеті",),
    },
    "under": {
        "en": ("of bodies under it",),
        "ru": ("у подведомственных органов",),
        "kk": ("бағынысты органдарда",),
    },
    "comes": {
        "en": ("way in which a case comes", "ways in which a case comes"),
        "ru": ("путь приёма дела", "пути приёма дела", "путей приёма дела"),
        "kk": ("істі қабылдау жолы",),
    },
    "goes": {
        "en": ("way in which it is handed on", "ways in which it is handed on"),
        "ru": ("путь передачи дела", "пути передачи дела", "путей передачи дела"),
        "kk": ("істі беру жолы",),
    },
}
"""By count and language: one, few, many; fewer forms where a language needs fewer."""

_TILES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "steps": {
        "en": ("step", "steps"),
        "ru": ("шаг", "шага", "шагов"),
        "kk": ("қадам",),
    },
    "agencies": {
        "en": ("agency", "agencies"),
        "ru": ("ведомство", "ведомства", "ведомств"),
        "kk": ("ведомство",),
    },
    "deadlines": {
        "en": ("deadline", "deadlines"),
        "ru": ("срок", "срока", "сроков"),
        "kk": ("мерзім",),
    },
    "promises": {
        "en": ("promise", "promises"),
        "ru": ("гарантия", "гарантии", "гарантий"),
        "kk": ("кепілдік",),
    },
    "vacant": {
        "en": ("role that nobody plays", "roles that nobody plays"),
        "ru": ("роль без исполнителя", "роли без исполнителя", "ролей без исполнителя"),
        "kk": ("атқарушысы жоқ рөл",),
    },
    "settled": {
        "en": ("role settled for this region", "roles settled for this region"),
        "ru": (
            "роль определена для региона",
            "роли определены для региона",
            "ролей определено для региона",
        ),
        "kk": ("өңір үшін белгіленген рөл",),
    },
}

_FORMS = {"one": 0, "few": 1, "many": 2, "other": 2}
"""Where each form of a number stands; a browser names them so."""

TILES: Mapping[str, Mapping[str, str]] = {
    f"tile-{name}-{form}": {
        language: forms[min(at, len(forms) - 1)] for language, forms in said.items()
    }
    for name, said in _TILES.items()
    for form, at in _FORMS.items()
}
"""What the page counts, by name and form of the number, and by language."""
