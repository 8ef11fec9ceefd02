"""Does the time of an answer tell whether somebody is known? Medians, known against unknown.

    .venv/bin/python -m benchmarks.logins --url http://127.0.0.1:8000 --rounds 400

Three questions, each with known and unknown people by turns: asking for a code, a wrong code, and
a wrong password. Needs a running installation in development, with SHOP_RATE_LIMITS=off and its
demo data; it makes one customer. Ends with 1 where two medians differ by more than 5 %.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

MOST = 0.05
KNOWN_NUMBER, UNKNOWN_NUMBER = "+4915123459001", "+4915123459002"
CODE, WRONG = "1234", "4321"
KNOWN_EMAIL = "manager.berlin@example.com"
Question = Callable[[httpx.Client, bool], httpx.Response]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The medians of one question in milliseconds."""

    known: float
    unknown: float

    @property
    def difference(self) -> float:
        """Return how far apart they are, as a share of the smaller one."""
        return abs(self.known - self.unknown) / min(self.known, self.unknown)


def _number(is_known: bool) -> str:
    return KNOWN_NUMBER if is_known else UNKNOWN_NUMBER


def _ask(client: httpx.Client, is_known: bool) -> httpx.Response:
    given = {"mobile_number": _number(is_known)}
    return client.post("/api/auth/customer/request-otp/", json=given)


def _wrong_code(client: httpx.Client, is_known: bool) -> httpx.Response:
    given = {"mobile_number": _number(is_known), "otp": WRONG}
    # Both have a live code: without one there is nothing to try, for a known number either.
    client.post("/api/auth/customer/request-otp/", json={"mobile_number": given["mobile_number"]})
    return client.post("/api/auth/customer/login/", json=given)


def _wrong_password(client: httpx.Client, is_known: bool) -> httpx.Response:
    email = KNOWN_EMAIL if is_known else f"nobody{random.randint(0, 10**9)}@example.com"
    given = {"email": email, "password": "not the password"}
    return client.post("/api/auth/admin/login/", json=given)


QUESTIONS: dict[str, tuple[Question, int]] = {
    "asking for a code": (_ask, 202),
    "a wrong code": (_wrong_code, 401),
    "a wrong password": (_wrong_password, 401),
}


def measure(client: httpx.Client, question: Question, status: int, rounds: int) -> Found:
    """Ask by turns, in pairs of a random order; of each question its last request is timed."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds):
        for is_known in random.sample((True, False), 2):
            answer = question(client, is_known)
            if answer.status_code != status:
                raise SystemExit(f"expected {status}, got {answer.status_code}: {answer.text}")
            times[is_known].append(answer.elapsed.total_seconds() * 1000)
    return Found(known=statistics.median(times[True]), unknown=statistics.median(times[False]))


def main() -> int:
    """Run all questions and print what they found."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--url", default="http://127.0.0.1:8000")
    given.add_argument("--rounds", type=int, default=400)
    options = given.parse_args()
    worst = 0.0
    with httpx.Client(base_url=options.url, timeout=30) as client:
        client.post("/api/auth/customer/request-otp/", json={"mobile_number": KNOWN_NUMBER})
        login = {"mobile_number": KNOWN_NUMBER, "otp": CODE}
        client.post("/api/auth/customer/login/", json=login).raise_for_status()
        for name, (question, status) in QUESTIONS.items():
            measure(client, question, status, rounds=20)
            began = time.perf_counter()
            found = measure(client, question, status, options.rounds)
            worst = max(worst, found.difference)
            print(
                f"{name:<18} known {found.known:7.2f} ms, unknown {found.unknown:7.2f} ms,"
                f" difference {found.difference:5.1%}"
                f" ({options.rounds} each, {time.perf_counter() - began:.0f} s)"
            )
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
