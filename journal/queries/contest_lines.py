"""Cells with more than one value, and who decided over them, in the words of the act F-20."""

from journal import kinds
from journal.clock import from_ms
from journal.folding import LogLine, decision_of, in_order, undecided
from journal.kinds import DECISION
from journal.outage_paper import ContestLine
from journal.projection import KeyLog
from journal.queries.document_heads import paper_name
from journal.queries.naming import name_cell
from journal.reference import Reference
from journal.wording import show_value


def is_contest(log: KeyLog) -> bool:
    """Tell whether the fact has, or had, values that disagreed."""
    return any(line.verdict == "contested" for line in log.lines.values())


def contest_line(reference: Reference, log: KeyLog) -> ContestLine:
    """Return a contested cell with all its values, the oldest first, and who decided."""
    decision = _last_decision(log)
    named = set(undecided(log.standing))
    if decision is not None:
        named |= set(decision_of(decision).entries)
    versions = [line for line in in_order(log.lines.values()) if line.id in named]
    outcome = decided_by = ""
    if decision is not None:
        standing = log.lines.get(decision_of(decision).stands or "")
        outcome = _shown(log.key, standing) if standing is not None else "ни одно значение"
        decided_by = _signed(reference, decision)
    return ContestLine(
        cell=name_cell(reference, log.key).title,
        versions=tuple(
            f"{_shown(log.key, line)} – {_written(reference, line)}" for line in versions
        ),
        decision=outcome,
        decided_by=decided_by,
    )


def decided_words(reference: Reference, log: KeyLog, entry: str) -> tuple[str, str]:
    """Return what was decided about an entry and by whom, two empty texts when nothing was."""
    decision = _last_decision(log, entry)
    if decision is None:
        return "", ""
    stands = decision_of(decision).stands
    outcome = "не принято"
    if stands == entry:
        outcome = "принято" if log.lines[entry].verdict == "held" else "оставлена эта запись"
    elif stands is not None:
        outcome = "оставлена другая запись"
    return outcome, _signed(reference, decision)


def _last_decision(log: KeyLog, entry: str | None = None) -> LogLine | None:
    found = None
    for line in in_order(log.lines.values()):
        if line.kind != DECISION or line.verdict == "refused":
            continue
        if entry is None or entry in decision_of(line).entries:
            found = line
    return found


def _signed(reference: Reference, line: LogLine) -> str:
    moment = from_ms(line.accepted_ms or line.wall_ms).astimezone(reference.zone)
    return f"{paper_name(reference.staff.get(line.author))}, {moment:%d.%m.%Y %H:%M}"


def _written(reference: Reference, line: LogLine) -> str:
    place = reference.workplaces.get(line.station)
    moment = from_ms(line.wall_ms).astimezone(reference.zone)
    workplace = f", рабочее место {place.number}" if place else ""
    return f"{paper_name(reference.staff.get(line.author))}{workplace}, {moment:%d.%m %H:%M}"


def _shown(key: str, line: LogLine) -> str:
    if line.value is None:
        return "стёрто по акту"
    try:
        kind, _ = kinds.split_key(key)
        value = kind.decode(line.version, line.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return "не читается"
    prefix = "отметка " if kind.name in ("mark.set", "term.mark") else ""
    return f"{prefix}{show_value(value)}"
