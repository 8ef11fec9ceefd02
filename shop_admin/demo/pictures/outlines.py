"""Outlines as lists of points on a board of 1,000 by 1,000, y downwards."""

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, radians, sin

Point = tuple[float, float]
Outline = list[Point]


def ellipse(
    cx: float, cy: float, rx: float, ry: float | None = None, start: float = 0, end: float = 360
) -> Outline:
    """Return an ellipse, or the arc from `start` to `end` degrees (clockwise from the right)."""
    ry = rx if ry is None else ry
    steps = max(8, int(abs(end - start) / 4))
    angles = [radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * cos(a), cy + ry * sin(a)) for a in angles]


def box(x0: float, y0: float, x1: float, y1: float, r: float = 0) -> Outline:
    """Return a rectangle with corners rounded by `r`."""
    if not r:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    corners = [
        (x1 - r, y0 + r, -90),
        (x1 - r, y1 - r, 0),
        (x0 + r, y1 - r, 90),
        (x0 + r, y0 + r, 180),
    ]
    return [p for x, y, a in corners for p in ellipse(x, y, r, r, a, a + 90)]


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> Outline:
    """Return a smooth line through all points (Catmull-Rom)."""
    known = list(points)
    around = [known[-1], *known, known[0], known[1]] if closed else [known[0], *known, known[-1]]
    line = [
        _between(around[i : i + 4], t / steps) for i in range(len(around) - 3) for t in range(steps)
    ]
    return line if closed else [*line, known[-1]]


def _between(four: Sequence[Point], t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        ) / 2

    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    return axis(ax, bx, cx, dx), axis(ay, by, cy, dy)


def turned(cx: float, profile: Sequence[Point], base: float = 0, *, smooth: bool = True) -> Outline:
    """Return what a lathe makes of a `profile` of (y, half width); `base` rounds the foot."""
    side = curve(profile) if smooth else list(profile)
    foot_y, foot = side[-1]
    right = [(cx + half, y) for y, half in side]
    left = [(cx - half, y) for y, half in reversed(side)]
    return right + (ellipse(cx, foot_y, foot, base, 0, 180) if base else []) + left


def stroke(line: Sequence[Point], width: float, end: float | None = None) -> Outline:
    """Return a line as an outline with round ends, `width` thick, tapering to `end`."""
    last = len(line) - 1
    end = width if end is None else end
    left, right = [], []
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, last)]
        length = hypot(bx - ax, by - ay) or 1
        half = (width + (end - width) * i / last) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [*left, *_cap(line[-2], line[-1], end), *reversed(right), *_cap(line[1], line[0], width)]


def _cap(before: Point, tip: Point, width: float) -> Outline:
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    steps = [angle + pi / 2 - pi * i / 8 for i in range(1, 8)]
    return [(tip[0] + width / 2 * cos(a), tip[1] + width / 2 * sin(a)) for a in steps]


def rotated(outline: Sequence[Point], degrees: float, cx: float = 500, cy: float = 500) -> Outline:
    """Return the outline turned clockwise around a point."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return [
        (cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c) for x, y in outline
    ]


def leaf(x: float, y: float, length: float, width: float, degrees: float) -> Outline:
    """Return a leaf that grows from (x, y) in a direction (0 = right, -90 = up)."""
    half = [(0.0, 0.0), (0.25, 0.36), (0.55, 0.48), (0.82, 0.28), (1.0, 0.0)]
    upper = [(x + u * length, y - v * width) for u, v in half]
    lower = [(x + u * length, y + v * width) for u, v in reversed(half[1:-1])]
    return rotated(curve([*upper, *lower], closed=True, steps=6), degrees, x, y)
