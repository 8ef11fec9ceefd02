"""Buyers by the hundred thousand: names of their country, an address of their own each."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from shop_admin.demo.people import DemoCustomer, customers
from shop_admin.demo.records import filled

# So many different people a country has; after them the same names come again, numbered.
NAMES = 100


def iter_buyers(country: str, number: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, email, phone, address as JSON) of so many buyers; no two have one email."""
    people = [(one, _address(one)) for one in customers(country, NAMES)]
    for position in range(number):
        turn, place = divmod(position, NAMES)
        person, address = people[place]
        name, _, host = person.email.partition("@")
        email = f"{name}.{turn}@{host}" if turn else person.email
        yield person.name, email, person.mobile_number, address


def _address(person: DemoCustomer) -> str:
    return json.dumps(filled({"name": person.name, **asdict(person.address)}))
