"""The language server: what an editor asks, and what it is told; over stdin and stdout.

The protocol is that of language servers, 3.17. Texts are taken whole at each change, so
that both sides always count lines alike.
"""

import asyncio
import errno
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter

from katch_protocols.editors.answering import Answers
from katch_protocols.editors.homes import home_of
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.publishing import Publisher
from katch_protocols.editors.session import EditorSession, EditorView
from katch_protocols.editors.speaking import Speaker
from katch_protocols.editors.watching import Watch
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.files.usual_folders import handbooks_in
from katch_protocols.words.languages import LANGUAGES
from katch_protocols.words.say import borrow, say

__all__ = ["EditorServer", "serve_editor"]

Rule = Callable[[str], Path | None]
"""Finds the page of a rule by its name."""

Caches = Callable[[Path], AnswerFile | None]
"""Finds where the answers of a handbook are kept, by its folder."""


class _Quiet(LanguageServerProtocol):
    """Tells a client in one sentence what went wrong, and never where in our code."""

    def _send_response(
        self,
        msg_id: Any,  # noqa: ANN401 - the library's
        result: Any = None,  # noqa: ANN401 - the library's
        error: types.ResponseError | None = None,
    ) -> None:
        if error is not None:
            error = types.ResponseError(error.code, error.message)
        super()._send_response(msg_id, result, error)


class _Handbook(NamedTuple):
    """A handbook that is looked at: its session, its watch, and what it publishes."""

    session: EditorSession
    watch: Watch
    publisher: Publisher


class EditorServer(LanguageServer):
    """Serves the handbooks of one client."""

    def __init__(
        self,
        language: str,
        today: Callable[[], date],
        pages: Rule,
        caches: Caches,
    ) -> None:
        """Serve in a language, unless the client names one.

        Args:
            language: What is spoken with a client that names none.
            today: The day on which waivers and bindings count.
            pages: Finds the page of a rule.
            caches: Finds where the answers of proofs are kept.
        """
        super().__init__(
            "katch",
            version("katch-protocols"),
            types.TextDocumentSyncKind.Full,
            None,
            _Quiet,
            default_converter,
        )
        self.language, self.today, self.rule_page = language, today, pages
        self._caches = caches
        self._handbooks: dict[Path, _Handbook] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self, params: types.InitializeParams) -> None:
        """Take the language of the client, if it names one that is spoken."""
        given = params.initialization_options
        asked = given.get("language") if isinstance(given, dict) else None
        for each in (asked, (params.locale or "")[:2].lower()):
            if each in LANGUAGES:
                self.language = str(each)
                return

    def open_folders(self) -> None:
        """Look at the handbooks of the folders that are open."""
        self._loop = asyncio.get_running_loop()
        roots = [each.uri for each in self.workspace.folders.values()]
        for uri in roots or filter(None, [self.workspace.root_uri]):
            path = _path(uri)
            for folder in handbooks_in(path) if path is not None else ():
                self._handbook(folder).watch.wake()

    def write(self, uri: str) -> None:
        """Take what is open under an address, as it is now."""
        found = self._found(uri)
        if found is not None:
            document = self.workspace.get_text_document(uri)
            handbook, name = found
            text = document.source.encode("utf-8", "surrogatepass")
            handbook.session.write(name, text, document.version)
            handbook.watch.wake()

    def shut(self, uri: str) -> None:
        """Let what the folder has count again."""
        found = self._found(uri)
        if found is not None:
            found[0].session.close(found[1])
            found[0].watch.wake()

    def refresh(self) -> None:
        """Look at every handbook again: files came, went or were saved."""
        for each in self._handbooks.values():
            each.session.refresh()
            each.watch.wake()

    def end(self) -> None:
        """End every look."""
        for each in self._handbooks.values():
            each.watch.close()

    def answers(self, uri: str) -> tuple[Answers, WrittenPage] | None:
        """Return who answers about what is open under an address, and the file."""
        found = self._found(uri)
        if found is None:
            return None
        handbook, name = found
        answers = self._answers(handbook)
        page = answers.look.pages.get(name)
        return None if page is None else (answers, page)

    def every_answers(self) -> list[Answers]:
        """Return who answers about each handbook."""
        return [self._answers(each) for each in self._handbooks.values()]

    def fault(self, name: str) -> None:
        """Tell that the library itself is at fault."""
        said = say("editors.fault", self.language, fault=name)
        self.post(lambda: self._tell(said))

    def post(self, work: Callable[[], None]) -> None:
        """Do something in the thread that speaks with the client."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def report_server_error(self, error: Exception, source: object) -> None:  # noqa: ARG002 - the library's
        """Say nothing of messages that are none; of us, that we are at fault."""
        if not isinstance(error, JsonRpcException):
            self.fault(type(error).__name__)

    def _tell(self, said: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, said))

    def _answers(self, handbook: _Handbook) -> Answers:
        look = handbook.session.now()
        speaker = Speaker(
            handbook.session.folder, look.pages, self.language, self.encoding
        )
        asked = self.client_capabilities.workspace
        edits = asked.workspace_edit if asked else None
        takes = bool(edits and edits.document_changes)
        files = takes and types.ResourceOperationKind.Rename in (
            edits.resource_operations or () if edits else ()
        )
        return Answers(handbook.session, look, speaker, versioned=takes, files=files)

    @property
    def encoding(self) -> str:
        """What a position counts in a line, as client and server agreed."""
        return str(getattr(self.workspace.position_encoding, "value", "utf-16"))

    def _found(self, uri: str) -> tuple[_Handbook, str] | None:
        path = _path(uri)
        home = None if path is None else home_of(path)
        return None if home is None else (self._handbook(home[0]), home[1])

    def _handbook(self, folder: Path) -> _Handbook:
        found = self._handbooks.get(folder)
        if found is None:
            session = EditorSession(folder, self.today, self._caches(folder))
            publisher = Publisher(session, self.rule_page)
            watch = Watch(
                session, lambda view: self._publish(session, view), self.fault
            )
            found = self._handbooks[folder] = _Handbook(session, watch, publisher)
        return found

    def _publish(self, session: EditorSession, view: EditorView) -> None:
        """Publish what is found, unless somebody wrote meanwhile."""
        handbook = view.reading.handbook
        if handbook is not None:
            locale = session.folder / "locale"
            borrow(handbook.languages, handbook.library_language, locale)
        look = session.now()
        if look.number != view.number:
            return
        speaker = Speaker(session.folder, look.pages, self.language, self.encoding)
        publisher = self._handbooks[session.folder].publisher
        shown = publisher.shown(view, look.meanings, speaker)
        if isinstance(session.cache, AnswerFile) and view.is_whole:
            session.cache.save()

        def send() -> None:
            if session.number == view.number:
                self._send(publisher.news(shown))

        self.post(send)

    def _send(self, news: Sequence[types.PublishDiagnosticsParams]) -> None:
        for each in news:
            open_now = self.workspace.text_documents.get(each.uri)
            each.version = None if open_now is None else open_now.version
            self.text_document_publish_diagnostics(each)


def serve_editor(server: EditorServer) -> None:
    """Serve the client at the other end of stdin and stdout, until it leaves."""
    # What the library logs has traces of the stack; a client shows stderr to people.
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    # The library closes what it reads and writes; ours stay open, and nothing else
    # that is printed comes between.
    with redirect_stdout(sys.stderr):
        try:
            server.start_io(_again(sys.stdin, "rb"), _again(sys.__stdout__, "wb"))
        finally:
            server.end()


def _again(stream: IO[str] | None, mode: str) -> BinaryIO:
    """Open a standard stream once more.

    Raises:
        OSError: There is none.
    """
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return cast("BinaryIO", os.fdopen(os.dup(stream.fileno()), mode))


def _path(uri: str) -> Path | None:
    """Return the file of an address; ``None`` for what is no file."""
    if uris.uri_scheme(uri) != "file":
        return None
    found = uris.to_fs_path(uri)
    return None if found is None else Path(found)
