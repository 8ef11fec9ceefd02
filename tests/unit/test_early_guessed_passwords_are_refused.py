import pytest

from shop_admin.config import DEMO_PASSWORD
from shop_admin.errors import Invalid
from shop_admin.services.passwords.rules import refuse_bad

ADA = ("Ada Beispiel", "ada.b", "Lantern House")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short words", "at least 12"),
        ("ä" * 65, "128 bytes"),
        ("a long one\0but", "128 bytes"),
        ("aaaaaaaaaaaab", "keyboard"),
        ("abcdefghijklm", "keyboard"),
        ("qwertyuiop[]", "keyboard"),
        ("123456789012", "keyboard"),
        ("1qaz2wsx3edc", "most common"),
        ("Password1234!", "most common"),
        ("passwordpassword", "most common"),
        ("2026!elephant!!", "most common"),
        ("Ada-Beispiel-1987", "your name"),
        ("lantern-house-2026", "your name"),
        ("shop-admin-2026!", "your name"),
    ],
)
def test_each_for_its_reason(password: str, why: str) -> None:
    with pytest.raises(Invalid, match=why) as refused:
        refuse_bad(password, ADA)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "ада лампа и море вдвоём",
        "adagio without a piano",
        "x7#Kq!vW2m$Zp9",
        "horse 83746528374",
        DEMO_PASSWORD,
    ],
)
def test_long_and_unlike_ones_are_taken(password: str) -> None:
    assert refuse_bad(password, ADA) is None
