"""Pages, refusals, pictures and redirects all carry the headers that keep browsers in check."""


def test_headers(staff, desk) -> None:
    answers = [
        staff.get("/admin/"),
        staff.get("/admin/nowhere/"),
        staff.get("/admin/people/new/"),
        staff.post("/admin/products/action/", {}, token=False),
        desk().get("/admin/login/"),
        desk().get("/admin/orders/"),
    ]
    assert [one.status_code for one in answers] == [200, 404, 403, 400, 200, 302]
    for answer in answers:
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
