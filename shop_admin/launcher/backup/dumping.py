"""The database's dump: written by pg_dump, counted row by row, loaded in one transaction."""

import re
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.programs import Programs

_COPY = re.compile(rb'COPY public\."?([^" ]+)"? \(')
_HEAD = 64 * 1024
_PIECE = 1024 * 1024
# pg_restore of PostgreSQL 17 says this to every server, and older ones do not know it.
_TOO_NEW = b"SET transaction_timeout = 0;\n"


def write_dump(programs: Programs, snapshot: str, path: Path) -> None:
    """Write the database as it is in that snapshot. Raises BackupError in pg_dump's words."""
    options = ["--format=custom", f"--snapshot={snapshot}", "--lock-wait-timeout=60s"]
    result = subprocess.run(
        programs.connected("pg_dump", *options, "--no-password", f"--file={path}"),
        env=programs.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise BackupError(f"pg_dump failed: {_last_words(result.stderr)}")


def count_dumped_rows(programs: Programs, path: Path) -> dict[str, int]:
    """Return how many rows of each table the dump holds, by reading it from end to end.

    Raises BackupError where it cannot be read.
    """
    counts: dict[str, int] = {}
    with tempfile.TemporaryFile() as complaints:
        process = _read(programs, path, complaints, "--data-only")
        assert process.stdout is not None, "its output was asked for"
        with process.stdout as lines:
            for line in lines:
                if found := _COPY.match(line):
                    counts[found[1].decode()] = _count_until_end(lines)
        _finish(process, complaints, "pg_restore")
    return counts


def _count_until_end(lines: IO[bytes]) -> int:
    count = 0
    for line in lines:
        if line == b"\\.\n":
            break
        count += 1
    return count


def load_dump(programs: Programs, path: Path, *, before: str, server: int) -> None:
    """Run `before`, then load the dump, in one transaction: all of it or nothing.

    Triggers come after the rows: nothing is audited, moved or refused a second time. Raises
    BackupError in PostgreSQL's words.
    """
    with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as refusals:
        reader = _read(programs, path, complaints, "--no-owner")
        writer = _psql(programs, refusals)
        assert reader.stdout is not None, "its output was asked for"
        assert writer.stdin is not None, "its input was asked for"
        try:
            writer.stdin.write(f"BEGIN;\n{before}\n".encode())
            _pass_on(reader.stdout, writer.stdin, server)
            reader.stdout.close()
            _finish(reader, complaints, "pg_restore")
            # Without this line PostgreSQL undoes everything.
            writer.stdin.write(b"\nCOMMIT;\n")
            writer.stdin.close()
        except BrokenPipeError:
            reader.kill()
            reader.wait()
        finally:
            _let_go(reader, writer)
        _finish(writer, refusals, "psql")


def _read(
    programs: Programs, path: Path, complaints: IO[bytes], *options: str
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        programs.command("pg_restore", *options, "--file=-", str(path)),
        env=programs.environment,
        stdout=subprocess.PIPE,
        stderr=complaints,
    )


def _psql(programs: Programs, refusals: IO[bytes]) -> subprocess.Popen[bytes]:
    options = ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]
    return subprocess.Popen(
        programs.connected("psql", *options),
        env=programs.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=refusals,
    )


def _pass_on(source: IO[bytes], goal: IO[bytes], server: int) -> None:
    head = source.read(_HEAD)
    goal.write(head.replace(_TOO_NEW, b"") if server < 17 else head)
    while piece := source.read(_PIECE):
        goal.write(piece)


def _let_go(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Leave no process behind, whichever way the loading ended."""
    if reader.poll() is None:
        reader.kill()
        reader.wait()
    for stream in (reader.stdout, writer.stdin):
        try:
            if stream is not None:
                stream.close()
        except BrokenPipeError:
            continue
    writer.wait()


def _finish(process: subprocess.Popen[bytes], words: IO[bytes], name: str) -> None:
    if process.wait() == 0:
        return
    words.seek(0)
    raise BackupError(f"{name} failed: {_last_words(words.read().decode(errors='replace'))}")


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "FATAL" in line] or lines
    return " ".join(telling[:2])[:500] or "it said nothing."
