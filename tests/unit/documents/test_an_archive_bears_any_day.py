"""A ZIP file counts years from 1980 to 2107: other days are kept as the nearest that it knows."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from shop_admin.documents.registers import Archive


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2026, 5, 31), (2026, 5, 31)),
        (date(2199, 12, 31), (2107, 12, 31)),
        (date(1979, 1, 1), (1980, 1, 1)),
    ],
)
def test_a_day_is_kept_as_near_as_may_be(tmp_path: Path, day: date, kept: tuple[int, ...]) -> None:
    text = tmp_path / "register.csv"
    text.write_text("a line")
    with Archive(tmp_path / "made.zip") as archive:
        archive.add("paper.pdf", b"%PDF-", day)
        archive.add_text(text.name, text, day)
    with zipfile.ZipFile(tmp_path / "made.zip") as made:
        assert [entry.date_time for entry in made.infolist()] == [(*kept, 0, 0, 0)] * 2
        assert made.testzip() is None
