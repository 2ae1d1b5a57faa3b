"""Pictures of every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.shots.__main__ import SHOTS
from desktop.shots.render import SIZES, Stage, contact_sheet, render
from desktop.tasks import Tasks
from desktop.theme import Theme


@pytest.fixture
def stage(theme: Theme, tasks: Tasks, qapp: QApplication) -> Stage:
    return Stage(qapp, theme, tasks)


def test_a_screen_is_drawn_in_both_themes_and_sizes(stage: Stage, tmp_path: Path) -> None:
    shots = [shot for shot in SHOTS if shot.name == "shell-outage"]
    pictures = render(shots, stage, tmp_path)
    assert [(each.theme, each.size) for each in pictures] == [
        (theme, size) for theme in ("light", "dark") for size in SIZES
    ]
    drawn = [QImage(str(each.file)) for each in pictures]
    assert [image.size() for image in drawn] == [*SIZES, *SIZES]
    light, dark = drawn[0].pixelColor(700, 400), drawn[2].pixelColor(700, 400)
    assert light.lightness() > 200 > 60 > dark.lightness()


def test_the_sheet_shows_every_picture(stage: Stage, tmp_path: Path) -> None:
    shots = [shot for shot in SHOTS if shot.name in {"sign-in-refused", "crash"}]
    pictures = render(shots, stage, tmp_path)
    contact_sheet(pictures, stage.theme, tmp_path / "contact.png")
    sheet = QImage(str(tmp_path / "contact.png"))
    assert len(pictures) == 6  # a dialog has one size
    assert sheet.width() > 4 * 480
    assert sheet.height() > 2 * 270


def test_no_two_pictures_have_one_name() -> None:
    names = [shot.name for shot in SHOTS]
    assert len(names) == len(set(names))
