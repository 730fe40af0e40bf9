"""What pages show and no test performs, each with its reason. Keep it short."""

from collections.abc import Mapping

__all__ = ["BLOCKS", "COMMANDS", "OTHERS"]

COMMANDS: Mapping[str, str] = {
    ".ci/run": "CI is this command",
    "git worktree add ../as_signed v1.0.0": "needs a repository with that tag",
    "git worktree remove ../as_signed": "the same",
    "katch diff ../as_signed/saltmarsh saltmarsh": "the same",
    "katch build --papers --what-if": "tests/papers/test_first_briefing.py, if heavy",
    "katch new protocol sheltering --handbook protocols": "the same as a new rule",
    "katch new rule structure/left-alone": "writes into the checkout; see test_new.py",
    "make .venv/installed-dev": "CI begins with it",
    "make build": "CI does it in the stage `fresh`",
    "make corpus": "takes an hour; `make test` tries a part",
    "make test": "these tests are it",
    "make words": "would write catalogues; a test says whether they are in step",
    "python -m pytest tests/drawings/test_declared.py": "a test inside a test",
    "python -m pytest tests/rules/test_pages.py": "a test inside a test",
    "python -m pytest tests/rules/test_pages.py -k dead-end-state": "the same",
    "python -m tests.house.figures": "test_figures.py runs it",
    "python -m tests.house.floors": "would write a page; test_places.py compares it",
    "python -m tests.house.pages docs/draft/first-protocol.md": "would write a page",
}
"""Commands in blocks of ``sh``."""

BLOCKS: Mapping[str, Mapping[str, str]] = {
    "docs/build/how-to/close-the-loop.md": {
        "PUT /links/beside": "tests/service/test_loop.py tells the same",
    },
    "docs/build/how-to/use-another-language.md": {
        "duty_officer: eyJ": "tests/hosts/test_javascript.py starts it",
        "const { randomUUID }": "tests/hosts/test_javascript.py runs it in Node",
        "201 [ 'reported' ]": "the same",
        "const { createHmac": "the same",
        "katch.opened 0": "the same",
    },
    "docs/build/how-to/use-django.md": {
        "import os\nimport sys": "tests/hosts/test_python.py runs it in Django",
        "import os\nfrom pathlib": "the same",
        "from uuid import uuid4\n\nfrom django.conf": "the same",
        "import katch_protocols as kp\nfrom django.conf": "the same",
        "from functools import wraps": "the same",
        "from django.urls import path": "the same",
    },
    "docs/build/how-to/use-fastapi.md": {
        "from typing import Annotated": "tests/hosts/test_python.py runs it in uvicorn",
    },
    "docs/build/how-to/wake-by-your-own-engine.md": {
        "* * * * * katch": "a line for cron",
        "from threading import Event": "it never ends; tests/engines does the same",
        "@app.periodic": "Procrastinate is not installed for the tests",
        "import asyncio": "Temporal needs a server; tests/engines reads the workflow",
    },
    "docs/build/how-to/use-xstate-and-scxml.md": {
        'const { createActor } = require("xstate");': "tests/exchange runs it in Node",
    },
    "docs/draft/how-to/edit-with-findings.md": {
        "vim.api.nvim_create_autocmd(": "`editors/test_neovim` runs it in Neovim",
    },
    "docs/draft/how-to/preview.md": {
        "katch: checking": "a test reads it with the pattern that the page shows",
    },
    "docs/explanation/worst-case-time.md": {
        "3 hours + 24 hours + 5 working days": "the form of an answer",
    },
    "docs/reference/conditions.md": {
        'condition = conjunct { "or" conjunct } ;': "the grammar, for people",
    },
    "docs/reference/table.md": {
        "a row is possible   when   word & mask == match": "table_reader.js runs it",
    },
}
"""Blocks, by page and by how their first line begins."""

OTHERS: Mapping[str, str] = {
    "docs/reference/rules": "tests/rules/test_pages.py, tests/files/test_pages.py",
    "docs/reference/safeguards": "tests/sentences/test_pages.py",
}
"""Folders of pages whose blocks other tests perform."""
