"""What is published of a look: the findings of each file, where they changed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from lsprotocol import types
from msgspec import Struct, field

from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.problems import problems
from katch_protocols.editors.session import EditorSession, EditorView
from katch_protocols.editors.speaking import Speaker
from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.findings import Finding

__all__ = ["Publisher"]


Shown = Mapping[str, list[types.Diagnostic]]
"""What is to be shown of each file, by its address."""


class Publisher(Struct):
    """Remembers what a client was told of a handbook, and tells what is new."""

    session: EditorSession
    rule_page: Callable[[str], Path | None]
    _told: Shown = field(default_factory=dict)

    def shown(
        self, view: EditorView, meanings: NameMeanings, speaker: Speaker
    ) -> Shown:
        """Return what is to be shown of a look.

        What has no place, or stands in a file that is not read, is told at the top.
        """
        by_file: dict[str, list[Finding]] = defaultdict(list)
        for finding in view.findings:
            file = HANDBOOK_FILE if finding.place is None else finding.place.file
            by_file[file].append(finding)
        now: dict[str, list[types.Diagnostic]] = {}
        for file, found in by_file.items():
            page = speaker.pages.get(file)
            now[speaker.uri(file)] = (
                [self._bare(each, speaker) for each in found]
                if page is None
                else [
                    speaker.diagnostic(page, each, self._address(each.finding.rule))
                    for each in problems(page, tuple(found), meanings)
                ]
            )
        return now

    def news(self, now: Shown) -> list[types.PublishDiagnosticsParams]:
        """Return what to publish: files of which the findings are others than before.

        It counts as told, so whoever asks sends it.
        """
        told, self._told = self._told, now
        return [
            types.PublishDiagnosticsParams(uri, now.get(uri, []))
            for uri in sorted({*now, *told})
            if now.get(uri, []) != told.get(uri, [])
        ]

    def _address(self, rule: str) -> str | None:
        page = self.rule_page(rule)
        return None if page is None else page.as_uri()

    def _bare(self, finding: Finding, speaker: Speaker) -> types.Diagnostic:
        """Return a finding of a file that could not be read: it is about all of it."""
        top = types.Range(types.Position(0, 0), types.Position(0, 0))
        said = str(finding.said(speaker.language))
        return types.Diagnostic(
            top,
            said,
            severity=types.DiagnosticSeverity.Error,
            code=finding.rule,
            source="katch",
        )
