"""``python -m desktop.demo``: the story without a display, or the school in a window."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from desktop.demo import showing, telling
from desktop.demo.preparing import Wish
from desktop.offscreen import draw_offscreen
from journal.errors import UserError

_ZONE = ZoneInfo("Europe/Moscow")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demo; return the exit code, 1 when anything was lost."""
    asked = _parser().parse_args(arguments)
    start = asked.clock or datetime.combine(datetime.now(_ZONE).date(), time(8, 0), _ZONE)
    headless = asked.headless or not _has_display()
    if headless:
        draw_offscreen()
    app = QApplication(sys.argv[:1])
    try:
        if headless:
            out = asked.out or Path(tempfile.mkdtemp(prefix="uchitelskaya-demo-"))
            return telling.tell_story(app, out.resolve(), start)
        with tempfile.TemporaryDirectory(prefix="uchitelskaya-demo-") as folder:
            wish = Wish(start, is_small=asked.small)
            return showing.show_school(app, Path(folder), wish, pretend=asked.clock is not None)
    except UserError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=_ZONE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py demo", description="Показ на вымышленной школе.")
    parser.add_argument(
        "--headless",
        action="store_true",
        help="проиграть всю историю без окна (без экрана - всегда)",
    )
    parser.add_argument("--out", type=Path, help="папка для документов, картинок и summary.json")
    parser.add_argument(
        "--clock", type=_moment, help="день и время начала, например 2026-10-23T08:00"
    )
    parser.add_argument(
        "--date",
        dest="clock",
        type=lambda text: _moment(f"{text}T08:00"),
        help="то же, с 8 часов утра: 2026-10-23",
    )
    parser.add_argument(
        "--small",
        action="store_true",
        help="окно: малая школа из 3 классов, а не из 22 (история без окна - всегда на ней)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
