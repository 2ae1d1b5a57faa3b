"""Windows that nobody sees: how Qt draws them without a display, and what it need not say."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_IDLE_WORDS = "This plugin does not support"


def draw_offscreen() -> None:
    """Draw without a display from now on; to be called before there is an application."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_say)


def _say(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    """Print what Qt has to tell, but not that windows out of sight have no frame to be sized."""
    if not words.startswith(_IDLE_WORDS):
        print(words, file=sys.stderr)
