"""Show which clauses of the schools' acts are proven by tests: ``python3 run.py clauses``.

``clauses.csv`` beside it is the list of them: S is for software to do, M partly so, O for people.
A test proves a clause when it bears ``@pytest.mark.clause("TAL-3.1")`` and goes red without the
behaviour.
"""

import contextlib
import csv
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("clauses.csv")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an act: ``kind`` is S, M or O, ``capability`` the two letters of its subject."""

    id: str
    capability: str
    kind: str


def read_clauses() -> list[Clause]:
    """Return all clauses in the order of the list."""
    with LIST.open(encoding="utf-8", newline="") as rows:
        return [Clause(**row) for row in csv.DictReader(rows)]


def marks(items: Iterable[pytest.Item]) -> Iterator[tuple[str, str]]:
    """Yield (clause id, test) for every clause mark on collected tests, parameters left out."""
    for item in items:
        for mark in item.iter_markers("clause"):
            for clause in mark.args:
                yield str(clause), item.nodeid.split("[")[0]


def unknown_marks(items: Iterable[pytest.Item]) -> list[str]:
    """Return a sentence for every mark whose clause is not in the list."""
    known = {clause.id for clause in read_clauses()}
    wrong = {(clause, test) for clause, test in marks(items) if clause not in known}
    return [f"{test}: пункта «{clause}» нет в {LIST.name}" for clause, test in sorted(wrong)]


class Collected:
    """Keeps what pytest collects."""

    def __init__(self) -> None:
        self.proofs: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take the clause marks of all tests."""
        for clause, test in marks(session.items):
            self.proofs[clause].add(test)


def coverage_table(clauses: list[Clause], proven: Iterable[str]) -> str:
    """Return a row per capability: how many clauses of each kind, how many are proven."""
    known = set(proven)
    counts = Counter((clause.capability, clause.kind) for clause in clauses)
    done = Counter(clause.capability for clause in clauses if clause.id in known)
    lines = ["Раздел    S    M    O  Доказано"]
    for capability in sorted({clause.capability for clause in clauses}):
        row = [counts[capability, kind] for kind in "SMO"]
        lines.append(f"{capability:6}" + "".join(f"{n:5}" for n in row) + f"{done[capability]:10}")
    total = [sum(clause.kind == kind for clause in clauses) for kind in "SMO"]
    lines.append("Всего " + "".join(f"{n:5}" for n in total) + f"{done.total():10}")
    return "\n".join(lines)


def main() -> int:
    """Print the table and, for each proven clause, its tests."""
    collected, output = Collected(), io.StringIO()
    arguments = ["--collect-only", "-q", f"--rootdir={LIST.parent.parent}", str(LIST.parent)]
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = pytest.main(arguments, plugins=[collected])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(output.getvalue())
        return 1
    clauses = read_clauses()
    print(coverage_table(clauses, collected.proofs))
    for clause in clauses:
        for test in sorted(collected.proofs.get(clause.id, ())):
            print(f"{clause.id}  {test}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
