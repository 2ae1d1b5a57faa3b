"""What the tests of the journal share."""

from pathlib import Path

import pytest

from tests.journal.term_story import Story, from_template, quarter_template


@pytest.fixture(scope="session")
def quarter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a quarter once for the whole run."""
    return quarter_template(tmp_path_factory.mktemp("quarter"))


@pytest.fixture
def quarter(quarter_folder: Path, tmp_path: Path) -> Story:
    """Return a complete quarter of 5А in two subjects, all of it accepted."""
    return from_template(quarter_folder, tmp_path)
