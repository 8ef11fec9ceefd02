"""A static file is named by its content, kept for a year, and sent compressed to who takes it."""

import gzip
import re

GZIP = {"Accept-Encoding": "gzip, br"}


def _address(desk, part: str) -> str:
    page = desk().get("/admin/login/").text
    found = re.search(rf'"(/static/[^"]*{part}[^"]*)"', page)
    assert found
    return found[1]


def test_its_address_says_what_is_in_it(desk) -> None:
    at = desk()
    address = _address(desk, "console.css")
    answer = at.get(address, headers=GZIP)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    plain = at.get(address)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(answer.data) == plain.data
    assert len(answer.data) * 3 < len(plain.data)


def test_what_is_packed_and_what_is_not_are_not_taken_for_each_other(desk) -> None:
    at = desk()
    address = _address(desk, "tabler.min.css")
    packed, plain = at.get(address, headers=GZIP), at.get(address)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    known = {**GZIP, "If-None-Match": packed.headers["ETag"]}
    again = at.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert at.get(address, headers={"If-None-Match": packed.headers["ETag"]}).status_code == 200


def test_fonts_are_packed_already(desk) -> None:
    answer = desk().get(_address(desk, "inter-latin-wght-normal"), headers=GZIP)
    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


def test_an_address_of_other_content_is_not_kept(desk) -> None:
    at = desk()
    for address in ("/static/console.css", "/static/console.css?v=0000000000000000"):
        answer = at.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_nothing_outside_the_folder_is_read(desk) -> None:
    at = desk()
    for name in ("../config/__init__.py", "%2e%2e/wiring.py", "vendor", "none.css"):
        assert at.get(f"/static/{name}").status_code == 404, name
