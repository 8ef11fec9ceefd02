from datetime import UTC, datetime, timedelta

import pytest

from shop_admin.providers.payment import signatures
from shop_admin.providers.payment.base import BadSignature

NOW = datetime(2026, 11, 22, 8, 26, tzinfo=UTC)
BODY, OLD, NEW = b'{"id":"evt_1"}', b"old secret", b"new secret"


def test_while_a_secret_is_exchanged_both_are_good() -> None:
    both = f"{signatures.sign(BODY, OLD, NOW)},{signatures.sign(BODY, NEW, NOW).split(',')[1]}"

    for secrets in ((OLD,), (NEW,), (OLD, NEW)):
        assert signatures.check(BODY, both, secrets, NOW) is None
    with pytest.raises(BadSignature):
        signatures.check(BODY, both, (b"another",), NOW)


@pytest.mark.parametrize(("seconds", "is_good"), [(300, True), (-300, True), (301, False)])
def test_it_is_good_for_five_minutes(seconds: int, is_good: bool) -> None:
    header = signatures.sign(BODY, OLD, NOW - timedelta(seconds=seconds))

    if is_good:
        assert signatures.check(BODY, header, (OLD,), NOW) is None
    else:
        with pytest.raises(BadSignature):
            signatures.check(BODY, header, (OLD,), NOW)


def test_it_is_the_digest_that_stripe_computes() -> None:
    # echo -n '1795335960.{"id":"evt_1"}' | openssl dgst -sha256 -hmac 'old secret'
    header = signatures.sign(BODY, OLD, NOW)
    assert header.startswith("t=1795335960,v1=")
    assert header.endswith(DIGEST)


DIGEST = "1627c1618bf0679a3a12cbb2d973bd477007f91dd216da8b00fc8783d7d5b800"
