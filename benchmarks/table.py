"""The one table that all benchmarks print: a figure, its floor, its cost, its goal."""

from dataclasses import dataclass

from benchmarks.load import Reached

HEAD = ("what", "figure", "of floor", "p50 ms", "p99 ms", "CPU ms", "goal")
WIDTHS = (44, 16, 9, 9, 9, 9, 0)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line: `ratio` is to the floor of the same run, `cpu_ms` the processor time of one."""

    name: str
    figure: str
    ratio: float | None = None
    p50: float | None = None
    p99: float | None = None
    cpu_ms: float | None = None
    goal: str = ""


def reached(name: str, found: Reached, base: Reached | None, goal: str) -> Result:
    """Return what a load reached as a line, beside what its floor reached in the same run."""
    return Result(
        name=name,
        figure=f"{found.per_second:.0f}/s",
        ratio=found.per_second / base.per_second if base is not None else None,
        p50=found.p50,
        p99=found.p99,
        cpu_ms=found.cpu_ms,
        goal=goal,
    )


def head() -> str:
    """Return the head of the table."""
    return f"{_line(HEAD)}\n{'-' * (sum(WIDTHS) + 24)}"


def line(result: Result) -> str:
    """Return one result as a line."""
    cells = (
        result.name,
        result.figure,
        _number(result.ratio, 2),
        _number(result.p50, 2),
        _number(result.p99, 2),
        _number(result.cpu_ms, 3),
        result.goal,
    )
    return _line(cells)


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _line(cells: tuple[str, ...]) -> str:
    name, *numbers, goal = cells
    aligned = "".join(f"{cell:>{width}}" for cell, width in zip(numbers, WIDTHS[1:], strict=False))
    return f"{name:<{WIDTHS[0]}}{aligned}   {goal}".rstrip()
