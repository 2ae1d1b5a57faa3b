"""What no file of the project may contain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "journal", "printing", "resources", "sync", "tests")
VAGUE_NAMES = {
    "base",
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
}

# in pieces, so that this file does not contain what it looks for
HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "com"),
    ("npmjs", "org"),
    ("debian", "org"),
)
REGISTRY = re.compile("|".join(rf"\b{name}\.{zone}\b" for name, zone in HOSTS))
MACHINE = re.compile(r"(?<![\w.$}])/(?:farm|home|root|work)/\w[\w./-]*")


def files() -> Iterator[Path]:
    """Yield every file of the project, without what commands leave behind."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name != ".git")
    yield from (ROOT / ".ci").iterdir()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def texts() -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every file that is text."""
    for path in files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("unwanted", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_place_on_somebodys_machine(
    unwanted: re.Pattern[str],
) -> None:
    found = [f"{name}: {hit.group(0)}" for name, text in texts() if (hit := unwanted.search(text))]
    assert found == []


def test_the_search_would_find_them() -> None:
    assert REGISTRY.search("index = https://{}.{}/simple".format(*HOSTS[0]))
    assert MACHINE.search(f"open('{Path('/', 'home', 'olga', 'journal').as_posix()}')")
    assert not MACHINE.search("https://example.invalid/home/page")


def test_the_lock_pins_every_library_by_hash_and_knows_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", lock, re.MULTILINE)) > 60
    assert not re.search(r"://|^--?(index|extra|find|trusted)", lock, re.MULTILINE)


def test_packages_begin_empty() -> None:
    assert [
        str(path) for path in files() if path.name == "__init__.py" and path.stat().st_size
    ] == []


def test_modules_have_names_that_say_what_they_hold() -> None:
    assert [
        str(path) for path in files() if path.suffix == ".py" and path.stem in VAGUE_NAMES
    ] == []
