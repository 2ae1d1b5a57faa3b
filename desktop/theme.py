"""The look of the whole program: Fusion, a palette, one font, one style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import fontpkg_pt_sans
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.style import style_sheet
from desktop.tokens import BODY_TEXT, DARK, LIGHT, SMALL_TEXT, Tokens

ThemeChoice = Literal["system", "light", "dark"]


class Theme(QObject):
    """Dresses the application and hands the tokens to whatever paints itself.

    What paints reads ``tokens`` in its paint event; what keeps a coloured picture listens to
    ``changed``.

    Signals:
        changed: other tokens are in use now.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = choice
        self.family = load_fonts()
        self.tokens = self._chosen_tokens()
        app.setStyle("Fusion")
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def use(self, choice: ThemeChoice) -> None:
        """Change the theme of every window at once."""
        self._choice = choice
        tokens = self._chosen_tokens()
        if tokens != self.tokens:
            self.tokens = tokens
            self._dress()
            self.changed.emit()

    def font(self, size: int = BODY_TEXT, *, bold: bool = False) -> QFont:
        """Return the program's font.

        Args:
            size: height in device-independent pixels.
            bold: the bold cut.
        """
        font = QFont(self.family)
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    def _chosen_tokens(self) -> Tokens:
        if self._choice == "system":
            is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if is_dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _follow_system(self) -> None:
        self.use(self._choice)

    def _dress(self) -> None:
        palette = fusion_palette(self.tokens)
        self._app.setPalette(palette)
        self._app.setFont(self.font())
        QToolTip.setPalette(palette)
        QToolTip.setFont(self.font(SMALL_TEXT))
        self._app.setStyleSheet(style_sheet(self.tokens))


def load_fonts() -> str:
    """Register the fonts that come with the program and return the name of their family.

    Raises:
        RuntimeError: a font file is missing or broken, that is, the installation is.
    """
    families: list[str] = []
    for file in sorted((Path(fontpkg_pt_sans.ROOT) / "files").glob("*.ttf")):
        families += QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(file))
        )
    if not families:
        raise RuntimeError("no font came with the program")
    return families[0]


def fusion_palette(tokens: Tokens) -> QPalette:
    """Return the palette for what the style sheet leaves to Fusion."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.locked),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.inner_line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line),
        (role.Shadow, tokens.line),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.disabled))
    return palette
