"""A bar on the error stream, drawn again at each percent."""

from typing import TextIO

WIDTH = 30


class Progress:
    """Counts rows written against the rows to write."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total = max(1, total)
        self.stream = stream
        self.done = 0
        self.shown = -1
        self.label = ""

    def step(self, label: str) -> None:
        """Say what is being made."""
        self.label = label
        self.shown = -1
        self.add(0)

    def add(self, rows: int) -> None:
        """Count the rows, and draw when the percentage changed."""
        self.done += rows
        percent = min(100, self.done * 100 // self.total)
        if percent != self.shown:
            self.shown = percent
            filled = percent * WIDTH // 100
            self.stream.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {percent:3} %  {self.label:<28}")
            self.stream.flush()

    def close(self) -> None:
        """Leave the bar full."""
        self.done = self.total
        self.step("terminé")
        self.stream.write("\n")
