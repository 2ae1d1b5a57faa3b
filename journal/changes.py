"""What one transaction touched: the only news a screen ever gets."""

from dataclasses import dataclass

from journal.kinds import scope_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What a transaction touched.

    Attributes:
        keys: of the touched facts.
        link: the state of the link to the centre changed.
        written: ids of the own entries that it wrote, for taking them back.
    """

    keys: frozenset[str] = frozenset()
    link: bool = False
    written: tuple[str, ...] = ()

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.keys | other.keys, self.link or other.link, self.written + other.written
        )

    def __bool__(self) -> bool:
        return bool(self.keys) or self.link

    def scopes(self) -> frozenset[str]:
        """Return the scopes of the touched facts."""
        return frozenset(scope_of(key) for key in self.keys)

    @property
    def is_of_cells(self) -> bool:
        """Whether nothing but marks and absences was touched, as it is while somebody types."""
        return not self.link and all(
            key.partition("/")[2].startswith(("mark/", "attendance/")) for key in self.keys
        )

    def touches_page(self, page: str) -> bool:
        """Tell whether something of this register page, or of the whole school, changed."""
        return any(
            scope in (f"page:{page}", "school") or scope.startswith("class:")
            for scope in self.scopes()
        )

    def touches_reference(self) -> bool:
        """Tell whether reference data (school, class lists, lessons) have to be read again."""
        return any(
            scope == "school" or scope.startswith("class:") or "/lesson/" in key
            for key in self.keys
            for scope in (scope_of(key),)
        )
