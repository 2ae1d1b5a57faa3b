"""Renders named screens into pictures and one sheet with all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.tokens import LIGHT, SMALL_TEXT, TITLE_TEXT

SIZES = (QSize(1366, 768), QSize(1920, 1080))
SCALED = (QSize(911, 512), QSize(960, 540))
"""What a screen of 1366 x 768 has room for at 150 %, and one of 1920 x 1080 at 200 %."""
_THUMB_WIDTH, _GAP, _LABEL = 480, 20, 26
_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What a screen needs to be built for a picture."""

    app: QApplication
    theme: Theme
    tasks: Tasks

    def wait(self, is_ready: Callable[[], bool]) -> None:
        """Let the program run until a claim holds.

        Raises:
            TimeoutError: it did not come true within ten seconds.
        """
        end = monotonic() + _WAIT_SECONDS
        while not is_ready():
            if monotonic() > end:
                raise TimeoutError("a screen did not come to the state its picture needs")
            self.app.processEvents()


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to be made.

    Attributes:
        name: of the files.
        words: under the picture on the sheet.
        build: makes the widget in the state to be seen.
    """

    name: str
    words: str
    build: Callable[[Stage], QWidget]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was made."""

    shot: Shot
    theme: str
    size: QSize
    file: Path


def render(
    shots: Iterable[Shot], stage: Stage, out: Path, sizes: Sequence[QSize] = SIZES
) -> list[Picture]:
    """Render every shot in both themes and sizes; later pictures never see earlier widgets."""
    out.mkdir(parents=True, exist_ok=True)
    stage.app.setCursorFlashTime(0)  # a blinking cursor makes a picture a matter of luck
    pictures: list[Picture] = []
    for shot in shots:
        widget = shot.build(stage)
        for theme in ("light", "dark"):
            stage.theme.use("light" if theme == "light" else "dark")
            for size in sizes[:1] if isinstance(widget, QDialog) else sizes:
                file = out / f"{shot.name}-{size.width()}-{theme}.png"
                if not _grab(widget, size, stage.app).save(str(file)):
                    raise OSError(f"{file}: the picture cannot be written")
                pictures.append(Picture(shot, theme, size, file))
        widget.close()
        widget.deleteLater()
        stage.app.processEvents()
        # outside of `exec` nothing is deleted by itself, and a theme dresses all that is left
        stage.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return pictures


def contact_sheet(pictures: Sequence[Picture], theme: Theme, file: Path) -> None:
    """Put all pictures on one sheet: a row per screen, a column per theme and size."""
    columns = sorted({(each.size.width(), each.theme != "light") for each in pictures})
    rows = list(dict.fromkeys(each.shot for each in pictures))
    tall = round(_THUMB_WIDTH * 9 / 16)
    sheet = QImage(
        _GAP + len(columns) * (_THUMB_WIDTH + _GAP),
        _GAP + len(rows) * (tall + _LABEL + _GAP),
        QImage.Format.Format_RGB32,
    )
    sheet.fill(QColor("#C9CFD8"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for each in pictures:
        column = columns.index((each.size.width(), each.theme != "light"))
        corner = QPoint(
            _GAP + column * (_THUMB_WIDTH + _GAP),
            _GAP + rows.index(each.shot) * (tall + _LABEL + _GAP),
        )
        image = QImage(str(each.file))
        _label(painter, theme, corner, each, image.size())
        thumb = image.scaledToWidth(
            # a dialog is shown in the scale of the pages beside it
            round(_THUMB_WIDTH * image.width() / each.size.width()),
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(corner + QPoint(0, _LABEL), thumb)
    painter.end()
    if not sheet.save(str(file)):
        raise OSError(f"{file}: the sheet cannot be written")


def _grab(widget: QWidget, size: QSize, app: QApplication) -> QImage:
    if isinstance(widget, QDialog):
        widget.adjustSize()  # a dialog keeps its own size
    else:
        widget.resize(size)
    widget.show()
    widget.activateWindow()
    for _ in range(3):  # layouts settle, the focus arrives, it is painted
        app.processEvents()
    end = monotonic() + _WAIT_SECONDS
    while _is_settling(widget) and monotonic() < end:
        app.processEvents()
    return widget.grab().toImage()


def _is_settling(widget: QWidget) -> bool:
    """Tell whether something in view says that it is still being drawn in the background."""
    return any(
        each.property("settling") and each.isVisible() for each in widget.findChildren(QWidget)
    )


def _label(painter: QPainter, theme: Theme, corner: QPoint, picture: Picture, size: QSize) -> None:
    shade = "светлая" if picture.theme == "light" else "тёмная"
    box = QRect(corner, QSize(_THUMB_WIDTH, _LABEL - 4))
    painter.setPen(QColor(LIGHT.text))
    painter.setFont(theme.font(TITLE_TEXT, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft, picture.shot.words)
    painter.setFont(theme.font(SMALL_TEXT + 1))
    painter.drawText(
        box,
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        f"{shade}, {size.width()} × {size.height()}",
    )
