"""Settings of the whole suite."""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, Phase, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.clauses import unknown_marks
from tests.password_cost import make_guesses_cheap

make_guesses_cheap()
# before any Qt: a test never opens a window, wherever it runs
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# the suite says the same about the same code every time; "search" is for looking further by hand
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", settings.get_profile("suite"), max_examples=2000, derandomize=False
)
settings.register_profile(
    "quick", settings.get_profile("suite"), max_examples=15, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a mark that names a clause nobody wrote."""
    unknown = unknown_marks(items)
    if unknown:
        raise pytest.UsageError("\n".join(unknown))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Collect the windows of a test on the thread they lived in, as the program does.

    Closed windows are gone before the next test begins, for a theme dresses every window that is
    left; and what outlives a test is looked through once only.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        for window in QApplication.topLevelWidgets():
            if window.parent() is None:  # one that a story left open, with all its pages
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        gc.freeze()
        gc.enable()
