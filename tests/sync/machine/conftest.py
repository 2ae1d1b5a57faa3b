"""The school that all histories begin with is made once."""

from collections.abc import Iterator

import pytest

from tests.sync.machine.school_house import Template, school_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Yield the school, to be copied for each history."""
    with school_template(tmp_path_factory.mktemp("school")) as made:
        yield made
