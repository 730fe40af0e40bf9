"""Texts that people read, in each language of the handbook."""

import re
from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.files import bounds
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.field_types.ids import is_declarable
from katch_protocols.files.field_types.scalars import LANGUAGE_PATTERN, is_language
from katch_protocols.files.slips import language_meant
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.noun import Label
from katch_protocols.words.lists import as_typed

__all__ = ["ChoiceList", "LabelText", "Texts", "stand_in"]


_STARTED = re.compile(r"([a-z]{2,3})([:; ])\s*(.*)")
"""A language that runs on into its text."""


def stand_in(name: str, sheet: SourceFile) -> dict[str, object]:
    """Return a label for what has lost its own, so that no rule misses it again."""
    return {"texts": dict.fromkeys(sheet.languages or (sheet.language,), name)}


class Texts(dict[str, Plain]):
    """The texts of a label on their way to a file."""


class LabelText(FieldType[Label], Struct, frozen=True):
    """One text in the source language, or a mapping from languages to texts.

    ``most`` is how many characters a text may have; ``rule`` names the finding of a
    longer one.
    """

    most: int = bounds.CHARACTERS
    rule: str = "title-too-long"

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a label; a language without a text is left to the rules."""
        raw = value_at(node, key)
        if isinstance(raw, str):
            texts = {sheet.language: self._fitting(node, key, raw, sheet)}
        elif isinstance(raw, Map):
            texts = self._texts(raw, sheet)
        else:
            sheet.refuse("not-text", node, key, value=shown(raw))
            return DROPPED
        if any(texts.values()):
            return {"texts": {name: text for name, text in texts.items() if text}}
        if not isinstance(raw, Map) or not raw:
            sheet.refuse("empty-text", node, key)
        return DROPPED

    def _texts(self, raw: Map, sheet: SourceFile) -> dict[str, str]:
        texts: dict[str, str] = {}
        known = sheet.languages
        for language, text in raw.items():
            if known and language not in known:
                self._refuse_language(language, raw, sheet)
            elif isinstance(text, str):
                texts[language] = self._fitting(raw, language, text, sheet)
            elif text is not None and text is not DROPPED:
                sheet.refuse("not-text", raw, language, value=shown(text))
        return texts

    def _fitting(self, node: Tree, key: str | int, text: str, sheet: SourceFile) -> str:
        """Return a text, cut where it is too long."""
        short = text.strip()
        if len(short) > self.most:
            sheet.refuse(self.rule, node, key, bound=str(self.most))
        return short[: self.most]

    def _refuse_language(self, language: str, raw: Map, sheet: SourceFile) -> None:
        begun = _STARTED.match(language)
        if raw[language] is None and begun is not None:
            # `{ru:a}`, `{ru a}` and `{ru; a}` are keys without a value to YAML.
            name, sign, text = begun.groups()
            if sign == ":" and is_language(name):
                at = raw.key_mark(language) + begun.end(1)
                sheet.refuse_at("space-missing", at, raw.path, None, sign=":")
                return
            if sign != ":" and text and name in sheet.languages and name not in raw:
                self._refuse_near(language, raw, f"{name}: {text}", sheet)
                return
        if raw[language] is None and len(raw) == 1:
            example = f"{sheet.language}: {shown(language)}"
            sheet.refuse_key("not-a-mapping", raw, language, example=example)
            return
        if raw[language] is None and not is_language(language):
            # `{ru: a, b}` is read by YAML as two keys, the second of them empty.
            sheet.refuse_key("comma-in-text", raw, language, value=shown(language))
            return
        known = sheet.languages
        meant = language_meant(language)
        near = meant if meant in known else sheet.near(language, known)
        if near is None and is_language(language):
            sheet.put_off_language(raw, language, as_typed(known))
            return
        self._refuse_near(language, raw, near, sheet)

    @staticmethod
    def _refuse_near(
        language: str, raw: Map, near: str | None, sheet: SourceFile
    ) -> None:
        facts = {"value": shown(language), "known": as_typed(sheet.languages)}
        sheet.refuse_key("unknown-language", raw, language, near, **facts)

    def write(self, value: Label) -> Plain:
        """Write every language; the emitter shortens a text in the source language."""
        return Texts(value.texts)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Allow a text, or one in each language."""
        text: JsonSchema = {"type": "string", "minLength": 1}
        languages = glossary.ids.get("languages", ())
        mapping: JsonSchema = {"type": "object", "minProperties": 1}
        if languages:
            mapping["properties"] = dict.fromkeys(languages, text)
            mapping["additionalProperties"] = False
        else:
            mapping["propertyNames"] = {"pattern": LANGUAGE_PATTERN}
            mapping["additionalProperties"] = text
        return {"anyOf": [text, mapping]}


class ChoiceList(FieldType[Mapping[str, Label | None]]):
    """Ids that may be chosen: a list of ids, or a mapping from ids to texts."""

    has_entries = True

    def __init__(self) -> None:
        self._label = LabelText()

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the choices; an id alone has no label."""
        raw = value_at(node, key)
        if isinstance(raw, Map):
            return self._labelled(raw, sheet)
        if isinstance(raw, Items):
            return self._listed(raw, sheet)
        if isinstance(raw, str):
            return {raw: None} if is_declarable(raw, node, key, sheet) else DROPPED
        sheet.refuse("not-a-list", node, key, value=shown(raw))
        return DROPPED

    def _labelled(self, raw: Map, sheet: SourceFile) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, text in raw.items():
            if not is_declarable(name, raw, name, sheet):
                continue
            label = None
            if text is not None and text is not DROPPED:
                label = self._label.read(raw, name, sheet)
            found[name] = None if label is DROPPED else label
        return found

    def _listed(self, raw: Items, sheet: SourceFile) -> dict[str, object]:
        found: dict[str, object] = {}
        for position, name in enumerate(raw):
            if name is DROPPED:
                continue
            if not isinstance(name, str):
                sheet.refuse("not-text", raw, position, value=shown(name))
            elif name in found:
                sheet.refuse("listed-twice", raw, position, value=name)
            elif is_declarable(name, raw, position, sheet):
                found[name] = None
        return found

    def write(self, value: Mapping[str, Label | None]) -> Plain:
        """Write a list while no choice has a label."""
        if not any(value.values()):
            return list(value)
        return {
            name: self._label.write(label) if label else None
            for name, label in value.items()
        }

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Allow a list of ids, or a mapping from ids to texts."""
        from_ids = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
        listed = {"type": "array", "items": from_ids, "uniqueItems": True}
        mapping = {
            "type": "object",
            "propertyNames": from_ids,
            "additionalProperties": {
                "anyOf": [self._label.schema(glossary), {"type": "null"}]
            },
        }
        return {"anyOf": [listed, mapping]}
