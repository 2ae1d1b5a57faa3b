"""What the story leaves behind: ``summary.json`` and a few lines for people."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.demo.desk import Desk
from desktop.demo.ledger import Balance
from journal.queries.temporary_journals import TemporaryJournal, read_temporary_journals


def own_journals(desks: Sequence[Desk]) -> Iterator[TemporaryJournal]:
    """Yield the temporary journals of the story's workplaces, each from its own computer."""
    for desk in desks:
        workspace = desk.workspace
        for journal in workspace.read(read_temporary_journals, workspace.user, workspace.now):
            if journal.is_own:
                yield journal


def write_summary(
    out: Path,
    balance: Balance,
    journals: Sequence[TemporaryJournal],
    documents: list[dict[str, Any]],
    screens: list[str],
) -> Path:
    """Write ``summary.json`` and return its path."""
    content = {
        **balance.summary(),
        "temporary_journals": [
            {
                "number": journal.number,
                "station": f"рабочее место {journal.workplace}",
                "opened_at": _iso(journal.opened),
                "restored_at": _iso(journal.restored),
                "due_at": _iso(journal.due),
                "transferred_at": _iso(journal.transferred),
                "in_time": journal.in_time,
                "entries": journal.counts.total,
            }
            for journal in journals
        ],
        "documents": documents,
        "screens": screens,
    }
    path = out / "summary.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def tell(balance: Balance, journals: Sequence[TemporaryJournal]) -> Iterator[str]:
    """Yield the end of the story in Russian."""
    yield (
        f"Записей без связи: {balance.offline}, подтверждено сервером: {balance.acknowledged}, "
        f"потеряно: {balance.lost}; спорных: {balance.contested}, "
        f"ждали решения: {balance.held}, отклонено: {balance.refused}."
    )
    for journal in journals:
        if journal.restored and journal.due and journal.transferred:
            yield (
                f"Временный журнал {journal.label}: связь с {journal.restored:%d.%m %H:%M}, "
                f"срок {journal.due:%d.%m %H:%M}, перенесён {journal.transferred:%d.%m %H:%M}, "
                f"{'в срок' if journal.in_time else 'с нарушением срока'}."
            )
    if balance.lost:
        yield "ВНИМАНИЕ: записи потеряны, показ не удался."


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
