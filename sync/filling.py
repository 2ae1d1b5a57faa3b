"""From where a push goes on when the centre misses earlier entries; never round in a circle."""

from sync.outbox import Gap, Outgoing


class Filling:
    """What one push has sent again because the centre asked for it, by station.

    A centre may ask for more than a batch can hold, and for the same place twice: then the next
    part is sent. When there is no next part, it contradicts itself.
    """

    def __init__(self) -> None:
        self._sent: dict[str, tuple[int, int]] = {}
        self._asked: set[tuple[str, int, int]] = set()

    def gap(self, outgoing: Outgoing, expected_seq: int) -> Gap | None:
        """Return from where to send again; ``None``: all of that was sent, and it is asked anew."""
        first, last = self._sent.get(outgoing.station, (expected_seq, expected_seq - 1))
        start = last + 1 if first <= expected_seq <= last else expected_seq
        question = (outgoing.station, outgoing.message.first_seq, start)
        if question in self._asked:
            return None
        self._asked.add(question)
        return Gap(outgoing.station, start)

    def note(self, outgoing: Outgoing, gap: Gap | None) -> None:
        """Keep what was sent and taken; with a ``gap`` it was sent again."""
        if gap is None or gap.station != outgoing.station:
            return
        last = outgoing.entries[-1].seq
        before = self._sent.get(outgoing.station, (gap.expected_seq, last))
        self._sent[outgoing.station] = min(before[0], gap.expected_seq), max(before[1], last)
