"""A ZIP file, written piece by piece: the same content makes the same bytes."""

import shutil
import zipfile
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

MODE = 0o644 << 16
PIECE = 256 * 1024
# The years that the format has room for (APPNOTE 4.4.6: seven bits, counted from 1980).
EARLIEST, LATEST = date(1980, 1, 1), date(2107, 12, 31)


class Archive:
    """A ZIP file on its way to the disk. What is packed already (a PDF) is stored as it is."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "x", allowZip64=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes, dated: date) -> None:
        """Add a file that is packed already. Its date is the document's, not the clock's."""
        self._zip.writestr(_entry(name, dated, zipfile.ZIP_STORED), data)

    def add_text(self, name: str, path: Path, dated: date) -> None:
        """Add a file of this machine that packs well."""
        with (
            path.open("rb") as source,
            self._zip.open(_entry(name, dated, zipfile.ZIP_DEFLATED), "w") as target,
        ):
            shutil.copyfileobj(source, target, PIECE)


def _entry(name: str, dated: date, packing: int) -> zipfile.ZipInfo:
    dated = min(max(dated, EARLIEST), LATEST)
    entry = zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0))
    entry.compress_type = packing
    entry.external_attr = MODE
    # What the entry says of the machine that wrote it: always the same.
    entry.create_system = 3
    return entry
