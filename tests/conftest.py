"""Settings of the whole suite."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

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


@pytest.fixture(scope="session")
def _frozen() -> None:
    """Leave out of all collecting what the program is made of."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _garbage_of_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect the windows of a test on the thread they lived in, as the program does."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("_frozen")
    gc.disable()
    yield
    gc.collect()
    gc.enable()
