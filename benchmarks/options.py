"""What a run of benchmarks is told."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Options:
    """How long each load lasts, and how much there is: products, orders, rows."""

    seconds: float
    products: int
    orders: int
