"""Receipts as they travel: runs of plainly accepted entries, and exceptions with their words."""

from collections.abc import Iterable, Sequence

from journal.entries import Receipt
from sync.protocol import Exceptional, Run


def in_runs(receipts: Sequence[tuple[int, Receipt]]) -> tuple[list[Run], list[Exceptional]]:
    """Return receipts (in the order of their seq) as they travel; see ``protocol.receipts_of``."""
    runs: list[Run] = []
    exceptions: list[Exceptional] = []
    for first_seq, first, length in _plain_runs(receipts):
        runs.append(Run(first_seq, first.number, length, first.accepted_ms, first.epoch))
    for seq, receipt in receipts:
        if not _is_plain(receipt):
            exceptions.append(
                Exceptional(
                    seq,
                    receipt.number,
                    receipt.verdict,
                    receipt.reason,
                    bytes.fromhex(receipt.target) if receipt.target else None,
                    receipt.late,
                    receipt.accepted_ms,
                    receipt.epoch,
                    receipt.judged_epoch or "",
                    receipt.judged_number or 0,
                )
            )
    return runs, exceptions


def _plain_runs(
    receipts: Sequence[tuple[int, Receipt]],
) -> Iterable[tuple[int, Receipt, int]]:
    start: tuple[int, Receipt] | None = None
    length = 0
    for seq, receipt in receipts:
        if start is not None and _continues(start, length, seq, receipt):
            length += 1
            continue
        if start is not None:
            yield (*start, length)
        start, length = ((seq, receipt), 1) if _is_plain(receipt) else (None, 0)
    if start is not None:
        yield (*start, length)


def _continues(start: tuple[int, Receipt], length: int, seq: int, receipt: Receipt) -> bool:
    first_seq, first = start
    return (
        _is_plain(receipt)
        and seq == first_seq + length
        and receipt.number == first.number + length
        and (receipt.accepted_ms, receipt.epoch) == (first.accepted_ms, first.epoch)
    )


def _is_plain(receipt: Receipt) -> bool:
    has_words = receipt.reason or receipt.late or receipt.judged_epoch
    return receipt.verdict == "accepted" and not has_words
