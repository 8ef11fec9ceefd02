"""Draws the demo's pictures on all processors; what its processes must import stays small."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

from shop_admin.demo.catalogue import product
from shop_admin.demo.pictures import draw_product
from shop_admin.documents.pictures import Picture, read_picture

# Each process costs memory and a second of imports: more would hardly be faster.
MOST_PROCESSES = 4
Key = tuple[str, str]
Drawn = Iterator[tuple[Key, list[Picture]]]


@contextmanager
def drawing(wanted: Sequence[Key]) -> Iterator[Drawn]:
    """Draw the pictures of products, (store, SKU), in the background; yield them as they come.

    The processes are spawned, not forked: a fork would share our database connections.
    """
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)
    try:
        yield zip(wanted, pool.map(_draw, wanted), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _draw(wanted: Key) -> list[Picture]:
    store, sku = wanted
    return [read_picture(drawn) for drawn in draw_product(product(store, sku), store)]


def _end_with_parent() -> None:
    """End when the parent does: killed, it would leave this process waiting for work for ever."""
    Thread(target=_await_end, daemon=True).start()


def _await_end() -> None:
    parent = parent_process()
    assert parent is not None, "it was started by the one that wants pictures"
    parent.join()
    os._exit(1)
