"""A file that is read for as long as a test likes: how to meet somebody in the middle of it."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def held(path: Path) -> Iterator[Callable[[], bool]]:
    """Put a pipe in a file's place, of which nobody gets to the end; yield whether one reads it.

    The file is back afterwards: whoever read the pipe must be gone by then.
    """
    whole = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    try:
        with contextlib.ExitStack() as ends:
            yield lambda: _has_reader(path, ends)
    finally:
        path.unlink()
        path.write_bytes(whole)


def _has_reader(pipe: Path, ends: contextlib.ExitStack) -> bool:
    # A pipe is opened for writing, without waiting, only where somebody reads it; and as long as
    # it stays open, the reader waits for more.
    try:
        end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return False
    ends.callback(os.close, end)
    return True
