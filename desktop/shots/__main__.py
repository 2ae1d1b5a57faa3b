"""Write every screen of the program as a picture: ``python -m desktop.shots``."""

import argparse
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.language import speak_russian
from desktop.offscreen import draw_offscreen
from desktop.shots import (
    cards,
    changes,
    entry,
    frame,
    gallery,
    importing,
    lesson,
    my_class,
    printing,
    register,
    safety,
    today,
    transfer,
)
from desktop.shots.render import SCALED, SIZES, Shot, Stage, contact_sheet, render
from desktop.tasks import Tasks
from desktop.theme import Theme

SHOTS: tuple[Shot, ...] = (
    *entry.SHOTS,
    *safety.SHOTS,
    *frame.SHOTS,
    *gallery.SHOTS,
    *today.SHOTS,
    *register.SHOTS,
    *lesson.SHOTS,
    *my_class.SHOTS,
    *cards.SHOTS,
    *changes.SHOTS,
    *transfer.SHOTS,
    *printing.SHOTS,
    *importing.SHOTS,
)


def main(arguments: list[str] | None = None) -> int:
    """Render all screens and the sheet; return the exit code."""
    parser = argparse.ArgumentParser(prog="shots", description="Снимки всех экранов")
    parser.add_argument("--out", type=Path, default=Path("build/shots"), help="папка для снимков")
    parser.add_argument("--only", default="", help="только снимки, чьё имя начинается так")
    parser.add_argument(
        "--scaled", action="store_true", help="как при 150 % на 1366 × 768 и 200 % на 1920 × 1080"
    )
    options = parser.parse_args(arguments)
    draw_offscreen()
    app = QApplication(sys.argv[:1])
    speak_russian(app)
    stage = Stage(app, Theme(app, "light"), Tasks())
    try:
        shots = [shot for shot in SHOTS if shot.name.startswith(options.only)]
        pictures = render(shots, stage, options.out, SCALED if options.scaled else SIZES)
        contact_sheet(pictures, stage.theme, options.out / "contact.png")
    finally:
        stage.tasks.close()
    print(f"Снимков: {len(pictures)}, лист: {options.out / 'contact.png'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
