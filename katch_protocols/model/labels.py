"""What people read: one text in each language of the handbook."""

from collections.abc import Mapping

from katch_protocols.model.noun import Frozen, Noun

__all__ = ["Label", "readable"]


class Label(Noun):
    """A text in several languages: ``{"en": "Health", "ru": "Здравоохранение"}``."""

    texts: Frozen[str]

    def say(self, language: str) -> str:
        """Return the text in ``language``, else in the first language that has one."""
        if language in self.texts:
            return self.texts[language]
        return next(iter(self.texts.values()), "")

    @classmethod
    def of(cls, texts: Mapping[str, str] | None = None, **by_language: str) -> "Label":
        """Make a label from a mapping or from keywords: ``Label.of(en="Health")``."""
        return cls(texts={**(texts or {}), **by_language})


def readable(name: str) -> str:
    """Make a text for people of an id or a dotted path that has no title."""
    text = name.rpartition(".")[2].replace("_", " ")
    return text[:1].upper() + text[1:]
