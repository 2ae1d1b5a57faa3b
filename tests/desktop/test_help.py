"""The help of F1: every screen has its page, and the page names only keys that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.handbook import find_page, read_pages
from desktop.screens import make_screens
from desktop.settings import Settings
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.shell import Shell
from sync.link import Link
from tests.desktop.keys import type_text
from tests.desktop.registers import Register

_KEY = re.compile("`([^`]+)`")


@pytest.fixture
def shell(tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Iterator[Shell]:
    register = Register(tmp_path, theme, qtbot)
    screens = make_screens(register.workspace, tasks, theme, Settings(), cast(Link, None))
    shell = Shell(theme, "Петрова А. А.", screens)
    qtbot.addWidget(shell)
    yield shell
    register.close()


def test_every_screen_has_a_page_that_names_only_its_keys(shell: Shell) -> None:
    for name in [each.removeprefix("screen:") for each in screen_names(shell)]:
        screen = shell.show_screen(name)
        page = read_pages()[name]
        parts = getattr(screen, "pages", ())
        meanings = [*screen.keys(), *chain.from_iterable(part.keys() for part in parts)]
        known = [set(re.findall(r"[^\s;,]+", f"{line.keys} {line.meaning}")) for line in meanings]
        for key in _KEY.findall(page):
            assert any(set(key.split()) <= keys for keys in known), (name, key)


def screen_names(shell: Shell) -> list[str]:
    return [offer.name for offer in shell.offers() if offer.kind == "screen"]


def test_a_word_leads_to_the_page_that_holds_it(shell: Shell, qtbot: QtBot) -> None:
    shell.show()
    shell.show_screen("print")
    help_ = shell.show_help()
    assert "черновик" in help_.text.toPlainText()
    type_text(help_.search, "флешку")
    assert help_.page == "transfer"
    assert help_.text.textCursor().selectedText() == "флешку"
    help_.search.setText("синхрофазотрон")
    assert help_.page == "transfer"
    assert help_.search.property("refused") is True
    help_.close()


def test_the_page_at_hand_is_searched_first() -> None:
    pages = {"a": "Ёлка и урок", "b": "урок"}
    assert find_page(pages, "урок", "b") == "b"
    assert find_page(pages, "елка урок", "b") == "a"
    assert find_page(pages, "печать", "a") == ""
