"""How large the window was and how the register was divided; kept with the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.settings import Settings, SettingsFile
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.window import MainWindow


def give_shares(screens: Iterable[Screen], settings: Settings) -> None:
    """Divide the register as it was divided."""
    for screen in screens:
        if isinstance(screen, RegisterScreen):
            screen.divide(settings.register_shares)


def keep_sizes(file: SettingsFile, window: MainWindow, screens: Iterable[Screen]) -> None:
    """Remember the window and the register; a folder that cannot be written forgets them."""
    settings = file.load()
    is_full = window.isMaximized() or window.isFullScreen()
    size = settings.window if is_full else (window.width(), window.height())
    shares = settings.register_shares
    for screen in screens:
        if isinstance(screen, RegisterScreen):
            shares = screen.shares
    fresh = replace(settings, window=size, window_is_full=is_full, register_shares=shares)
    if fresh != settings:
        file.save(fresh)
