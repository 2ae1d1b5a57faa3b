"""What screens say about transfers: countdowns, spans of time and counted nouns in Russian."""

from datetime import datetime, timedelta

from journal.queries.outage_intervals import ClosingAct
from journal.queries.temporary_journals import TemporaryJournal
from journal.reference import Reference

_DAY = timedelta(days=1)


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the count with its noun: «1 запись», «2 записи», «5 записей»."""
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:
        return f"{count} {one}"
    if 2 <= units <= 4 and not 12 <= tens <= 14:
        return f"{count} {few}"
    return f"{count} {many}"


def entries_in_words(count: int) -> str:
    """Return «34 записи»."""
    return plural(count, "запись", "записи", "записей")


def moment_in_words(moment: datetime, now: datetime) -> str:
    """Return «08:31» for a moment of today, «23.10 08:31» for an earlier one."""
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d.%m %H:%M}"


def span_in_words(journal: TemporaryJournal, now: datetime) -> str:
    """Return the time without the centre: «сегодня с 08:31», «13.11 13:00 – 16.11 10:00»."""
    local = now.astimezone(journal.opened.tzinfo)
    if journal.restored is None:
        today = journal.opened.date() == local.date()
        return f"{'сегодня ' if today else ''}с {moment_in_words(journal.opened, local)}"
    same_day = journal.restored.date() == journal.opened.date()
    end = f"{journal.restored:%H:%M}" if same_day else f"{journal.restored:%d.%m %H:%M}"
    return f"{journal.opened:%d.%m %H:%M} – {end}"


def transfer_in_words(journal: TemporaryJournal, reference: Reference, now: datetime) -> str:
    """Return how it stands with the transfer, as a sentence without a full stop (TAL-3.2)."""
    if journal.state == "open":
        return _waits_for_contact(journal, reference)
    if journal.state == "acted" and journal.act is not None:
        return act_in_words(journal.act)
    undecided = plural(journal.counts.undecided, "решение", "решения", "решений")
    left_to_people = f" · {undecided} за людьми" if journal.counts.undecided else ""
    if journal.transferred is not None:
        timely = "в срок" if journal.in_time else "с опозданием"
        added = f" · {_addendum(journal.act)}" if journal.act is not None else ""
        unlike = "".join(f" · {difference}" for difference in journal.differences)
        moved = f"перенесён {journal.transferred:%d.%m в %H:%M}, {timely}"
        return f"{moved}{unlike}{added}{left_to_people}"
    assert journal.due is not None  # every interval has ended, so each has its deadline
    if journal.state == "overdue":
        left = entries_in_words(journal.counts.total - journal.counts.received)
        return f"срок прошёл {journal.due:%d.%m в %H:%M}, не перенесено: {left}"
    if not working_days_left(reference, journal.due, now):
        return f"последний день: перенести сегодня до {journal.due:%H:%M}"
    return f"перенести до {journal.due:%d.%m %H:%M} — {left_in_words(reference, journal.due, now)}"


def act_in_words(act: ClosingAct) -> str:
    """Return how a computer that did not come back was dealt with, without a full stop."""
    later = f"; {_addendum(act)}" if act.addendum else ""
    return (
        f"закрыт актом № {act.number} от {act.day:%d.%m}: получено до записи {act.last_seq},"
        f" конец неизвестен{later}"
    )


def _addendum(act: ClosingAct) -> str:
    return f"дополнение к акту № {act.number}: {entries_in_words(act.addendum)}"


def left_in_words(reference: Reference, due: datetime, now: datetime) -> str:
    """Return how much of the time for a transfer is left: «осталось 2 рабочих дня»."""
    left = working_days_left(reference, due, now)
    if not left:
        return "последний день"
    days = plural(left, "рабочий день", "рабочих дня", "рабочих дней")
    return f"{'остался' if left % 10 == 1 and left % 100 != 11 else 'осталось'} {days}"


def working_days_left(reference: Reference, due: datetime, now: datetime) -> int:
    """Return how many working days come after today until the day of ``due``, that one included."""
    today, last = now.astimezone(reference.zone).date(), due.astimezone(reference.zone).date()
    days = (today + _DAY * step for step in range(1, (last - today).days + 1))
    return sum(reference.work_calendar.is_working(day) for day in days)


def _waits_for_contact(journal: TemporaryJournal, reference: Reference) -> str:
    if journal.intervals[-1].held:
        return f"{journal.intervals[-1].reason}: завершите, когда можно будет переносить"
    days = reference.profile.temporary_journal.transfer.working_days
    time = plural(days, "рабочий день", "рабочих дня", "рабочих дней")
    return f"ждёт связи; после её возвращения — {time}"
