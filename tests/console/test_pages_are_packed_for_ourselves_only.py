"""Pages go compressed to those who asked for them here, and never to another site's doings."""

import gzip

import pytest

GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_packed(staff, site: str) -> None:
    plain = staff.get("/admin/roles/")
    packed = staff.client.get("/admin/roles/", headers={**GZIP, "Sec-Fetch-Site": site})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(packed.vary)
    assert packed.headers["Cache-Control"] == "no-store"
    assert len(packed.data) * 3 < len(plain.data)
    assert b"</html>" in gzip.decompress(packed.data)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_plain(staff, site: str | None) -> None:
    headers = {**GZIP, **({"Sec-Fetch-Site": site} if site else {})}
    answer = staff.get("/admin/roles/", headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


def test_whoever_cannot_unpack_gets_it_plain(staff) -> None:
    answer = staff.get("/admin/roles/", headers={"Sec-Fetch-Site": "none"})
    assert "Content-Encoding" not in answer.headers
