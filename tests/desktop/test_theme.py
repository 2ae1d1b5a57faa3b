"""Colours that can be read, fonts that are there, icons in every theme."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.icons import icon_file, tinted_icon
from desktop.language import speak_russian
from desktop.style import style_sheet
from desktop.theme import Theme
from desktop.tokens import DARK, LIGHT, Tokens, contrast, mixed

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
TONES = ("accent", "good", "waiting", "bad", "held")
GROUNDS = ("window", "surface", "row", "locked", *(f"{tone}_weak" for tone in TONES))
READABLE = [
    *((text, ground) for text in ("text", "muted", *TONES) for ground in GROUNDS),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
]
_RULE = re.compile(r"([^{}]+){([^{}]*)}")


@THEMES
def test_text_stands_out_from_every_ground(tokens: Tokens) -> None:
    pale = [
        (text, ground)
        for text, ground in READABLE
        if contrast(getattr(tokens, text), getattr(tokens, ground)) < 4.5
    ]
    assert pale == []


@THEMES
def test_what_is_disabled_can_still_be_made_out(tokens: Tokens) -> None:
    pale = [g for g in GROUNDS[:5] if contrast(tokens.disabled, getattr(tokens, g)) < 3]
    assert pale == []


@THEMES
def test_no_rule_of_the_style_sheet_writes_pale_text(tokens: Tokens) -> None:
    pale = []
    for selector, body in _RULE.findall(style_sheet(tokens)):
        text = re.search(r"(?<!-)color: (#[0-9A-F]{6})", body)
        ground = re.search(r"background: (#[0-9A-F]{6})", body)
        least = 3 if ":disabled" in selector else 4.5
        if text and ground and contrast(text[1], ground[1]) < least:
            pale.append(selector.strip())
    assert pale == []


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#2457C5", "#2457C5", 1.0)],
)
def test_contrast_is_the_one_of_the_standard(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == contrast(second, first) == pytest.approx(ratio, abs=0.01)


def test_mixing_ends_at_both_colours() -> None:
    assert mixed("#102030", "#FFFFFF", 0) == "#102030"
    assert mixed("#102030", "#FFFFFF", 1) == "#FFFFFF"
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


def test_no_colour_of_the_style_sheet_stays_when_the_theme_changes() -> None:
    light, dark = (set(re.findall("#[0-9A-F]{6}", style_sheet(each))) for each in (LIGHT, DARK))
    assert len(light) > 10
    assert not light & dark


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("tick-light", LIGHT.on_accent),
        ("tick-dark", DARK.on_accent),
        ("arrow-light", LIGHT.muted),
        ("arrow-dark", DARK.muted),
        ("arrow-up-light", LIGHT.muted),
        ("arrow-up-dark", DARK.muted),
    ],
)
def test_pictures_named_by_the_style_sheet_have_the_colour_of_their_theme(
    name: str, colour: str
) -> None:
    assert f'stroke="{colour}"' in icon_file(name).read_text(encoding="utf-8")


def test_the_font_comes_with_the_program_and_has_the_letters(theme: Theme) -> None:
    assert QFontInfo(theme.font()).family() == "PT Sans"
    assert theme.font().pixelSize() == 14
    assert theme.font(12, bold=True).bold()


def test_every_window_follows_a_change_of_theme(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("Журнал")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.changed):
        theme.use("dark")
    assert theme.tokens is DARK
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    with qtbot.assertNotEmitted(theme.changed):
        theme.use("dark")


def test_an_icon_is_drawn_in_the_asked_colour(theme: Theme) -> None:
    image = tinted_icon("journal", "#FF0000", 32).pixmap(32).toImage()
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {"#ff0000"}


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon_file("дневник")


def test_the_standard_buttons_of_qt_speak_russian(theme: Theme, qapp: QApplication) -> None:
    translator = speak_russian(qapp)
    try:
        assert qapp.translate("QPlatformTheme", "Cancel") == "Отмена"
    finally:
        qapp.removeTranslator(translator)
