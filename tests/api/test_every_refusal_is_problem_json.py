import io

import pytest
from flask.testing import FlaskClient

MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/nothing/", 404, "not_found"),
        ("POST", "/api/products/x/y/z/", 404, "not_found"),
        ("PUT", "/api/products/", 405, "method_not_allowed"),
        ("DELETE", "/api/stores/", 405, "method_not_allowed"),
        ("POST", "/api/auth/logout/", 401, "not_logged_in"),
        ("GET", "/api/orders/not-an-id/", 404, "not_found"),
        ("GET", "/api/products/?limit=0", 422, "invalid"),
        ("POST", "/api/orders/", 415, "unsupported_media_type"),
        ("GET", "/media/nothing/full.webp", 404, "not_found"),
        ("GET", "/media/nothing", 404, "not_found"),
    ],
)
def test_a_refusal_is_problem_json(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.open(path, method=method)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert set(answer.json) - {"errors"} == MEMBERS
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_405_names_the_methods_that_work(client: FlaskClient) -> None:
    allowed = client.put("/api/products/").headers["Allow"]

    assert set(allowed.split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_a_path_without_its_slash_is_sent_on_within_the_site(client: FlaskClient) -> None:
    answer = client.get("/api/products?limit=3", headers={"Host": "localhost"})

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/api/products/?limit=3"


def test_a_body_above_one_megabyte_is_too_large(client: FlaskClient) -> None:
    answer = client.post("/api/orders/", data=b" " * 1_000_001, content_type="application/json")

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_a_body_of_untold_length_is_too_large_all_the_same(client: FlaskClient) -> None:
    answer = client.post(
        "/api/orders/",
        input_stream=io.BytesIO(b" " * 1_500_000),
        environ_overrides={"wsgi.input_terminated": True},
        content_type="application/json",
    )

    assert answer.status_code == 413


def test_a_fault_of_ours_tells_an_id_and_no_trace(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("shop_admin.api.health.answer", lambda _data: broken())
    answer = client.get("/healthz")

    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert b"hunter2" not in answer.data
    assert answer.json is not None
    assert answer.json["request_id"]
