"""Starting a child so that it cannot escape: recorded before its first instruction."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, TypedDict

from shop_admin.launcher.record import Kind, Record

# The child waits for a line on its input before it becomes the program. A launcher killed
# between starting and recording it therefore leaves nothing: the pipe ends, and so does the shell.
WAIT_FOR_RECORD = 'read -r go && exec "$@" </dev/null'


class Account(Protocol):
    """Whom a child runs as, where not as ourselves."""

    @property
    def uid(self) -> int:
        """Return the user's number."""
        ...

    @property
    def gid(self) -> int:
        """Return the group's number."""
        ...


class Identity(TypedDict, total=False):
    """The arguments of subprocess that say whom a child runs as."""

    user: int
    group: int
    extra_groups: list[int]


def identity(account: Account | None) -> Identity:
    """Return what makes a child run as that account; nothing for ourselves."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def spawn(
    record: Record,
    name: str,
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: int | IO[bytes],
    kind: Kind = "group",
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own and write it into the record.

    Both of its outputs go to `output`. Raises OSError when it cannot be started.
    """
    process = subprocess.Popen(
        ["/bin/sh", "-c", WAIT_FOR_RECORD, name, *command],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(env) | record.mark,
        cwd=cwd,
        start_new_session=True,
        umask=0o077,
        **identity(account),
    )
    record.add(name, process.pid, kind)
    let_go(process)
    return process


def let_go(process: subprocess.Popen[bytes]) -> None:
    """Tell a waiting child that it is recorded."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(b"go\n")
        process.stdin.close()
    except BrokenPipeError:
        # It was ended before it began; whoever watches it sees that.
        return
