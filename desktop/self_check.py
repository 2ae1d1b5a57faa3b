"""Whether an installed program has all its parts: ``uchitelskaya --self-check``."""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import get_args

import keyring
from PySide6.QtWidgets import QApplication

from desktop.icons import tinted_icon
from desktop.language import speak_russian
from desktop.offscreen import draw_offscreen
from desktop.theme import load_fonts
from journal.calendar import standard_breaks
from journal.imports.folder import read_school_folder
from journal.paper import Imprint, SchoolHead
from journal.profile import Shipped, shipped_profile
from journal.store import create_journal
from printing.booklet import Booklet, bind, blank_sheet
from printing.fonts import SERIF, font

_KEY = bytes(range(32))
_DEMO_SCHOOL = Path(str(files("resources") / "demo_school"))


def run() -> int:
    """Try every part that is found at run time and name it; return 0 when all are there."""
    draw_offscreen()
    app = QApplication(sys.argv[:1])
    parts: dict[str, Callable[[], object]] = {
        "Перевод Qt": lambda: speak_russian(app),
        "Шрифты экрана": load_fonts,
        "Шрифты бумаги": lambda: font(SERIF),
        "Значки": lambda: tinted_icon("journal", "#000000"),
        "Локальные акты": lambda: [shipped_profile(name) for name in get_args(Shipped)],
        "Календарь": lambda: standard_breaks(2026),
        "Зашифрованный журнал": _create_journal,
        "Связка ключей": keyring.get_keyring,
        "Документ PDF/A": _bind_document,
        "Таблицы": lambda: read_school_folder(_DEMO_SCHOOL),
    }
    missing = 0
    for name, look in parts.items():
        try:
            look()
        except Exception as fault:  # whatever it is, the part cannot be used
            missing += 1
            print(f"{name}: нет ({type(fault).__name__}: {fault})")
        else:
            print(f"{name}: есть")
    return 1 if missing else 0


def _bind_document() -> None:
    imprint = Imprint(datetime(2026, 9, 1, tzinfo=UTC), "")
    bind(
        Booklet(
            form="F-01",
            title="",
            name="",
            right="",
            school=SchoolHead("", "", "", ""),
            imprint=imprint,
            digest="",
            sheets=(blank_sheet(),),
        )
    )


def _create_journal() -> None:
    with tempfile.TemporaryDirectory() as folder:
        create_journal(Path(folder) / "journal.db", _KEY).close()
