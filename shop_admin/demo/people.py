"""The demo's people: staff with their roles, and customers with addresses; nobody exists."""

import random
from dataclasses import dataclass

from shop_admin.demo.names import PLACES, Place
from shop_admin.demo.records import DemoAddress


@dataclass(frozen=True, kw_only=True)
class DemoStaff:
    """Somebody who may enter the console; `roles` are (store, MANAGER, STAFF or ACCOUNTANT)."""

    email: str
    name: str
    is_admin: bool = False
    is_accountant: bool = False
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoCustomer:
    """Somebody who buys, some with an account; the number lies in a range that reaches nobody."""

    name: str
    email: str
    mobile_number: str
    address: DemoAddress
    has_account: bool = False


STAFF = (
    DemoStaff(email="admin@example.com", name="Mira Albrecht", is_admin=True),
    DemoStaff(
        email="manager.berlin@example.com", name="Jonas Reuter", roles=(("berlin", "MANAGER"),)
    ),
    DemoStaff(email="staff.berlin@example.com", name="Lea Hartwig", roles=(("berlin", "STAFF"),)),
    DemoStaff(
        email="manager.paris@example.com", name="Claire Montagne", roles=(("paris", "MANAGER"),)
    ),
    DemoStaff(email="staff.paris@example.com", name="Hugo Lambert", roles=(("paris", "STAFF"),)),
    DemoStaff(
        email="staff.mumbai@example.com", name="Ananya Kulkarni", roles=(("mumbai", "STAFF"),)
    ),
    DemoStaff(email="accountant@example.com", name="Tomasz Wilk", is_accountant=True),
    DemoStaff(
        email="accountant.paris@example.com", name="Inès Garnier", roles=(("paris", "ACCOUNTANT"),)
    ),
)


def customers(country: str, count: int, seed: int = 2026) -> list[DemoCustomer]:
    """Return up to 100 customers of a country (DE, FR or IN), no two alike, always the same."""
    place = PLACES[country]
    chance = random.Random(f"{country}-{seed}")  # noqa: S311 - invented people, not secrets
    names = [(first, last) for first in place.first_names for last in place.last_names]
    chosen = chance.sample(names, count)
    return [_customer(chance, place, country, *name, i) for i, name in enumerate(chosen)]


def _customer(
    chance: random.Random, place: Place, country: str, first: str, last: str, number: int
) -> DemoCustomer:
    city, postal_code, region = chance.choice(place.cities)
    street, house = chance.choice(place.streets), chance.randint(2, 88)
    return DemoCustomer(
        name=f"{first} {last}",
        email=f"{_plain(first)}.{_plain(last)}@example.org",
        mobile_number=f"{place.phone_prefix}{number:02d}",
        address=DemoAddress(
            line1=place.line.format(street=street, house=house),
            city=city,
            postal_code=postal_code,
            country=country,
            region=region,
        ),
        has_account=number % 5 in (0, 2),
    )


def _plain(name: str) -> str:
    letters = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ë": "e", "ï": "i"}
    letters |= {"ç": "c", "ô": "o", " ": ".", "'": ""}
    return "".join(letters.get(letter, letter) for letter in name.lower())
