"""Slips to print: a German parcel with a note, and an Indian one of forty lines."""

from dataclasses import replace
from datetime import date

from drafting import BERLIN, MUMBAI

from shop_admin.documents.packing_slips import PackingSlip, SlipLine
from shop_admin.documents.paper import Party

GERMAN = PackingSlip(
    order_number="BER-10482",
    ordered_on=date(2026, 11, 20),
    packed_on=date(2026, 11, 22),
    locale="de",
    seller=BERLIN,
    ship_to=Party(
        name="Jürgen Größmann",
        lines=("Straße der Pariser Kommune 8", "10243 Berlin", "Germany"),
        phone="+49 151 1234567",
    ),
    lines=(
        SlipLine(sku="LMP-0001", name="Pendelleuchte „Abendrot“", quantity=1, ordered=1),
        SlipLine(sku="LMP-0002", name="Leuchtmittel E27", quantity=2, ordered=4),
    ),
    carrier="DHL",
    tracking_number="00340434161094042557",
    note="Alles Gute zum Geburtstag!",
)
_NAMES = ("Kulhad tea cup, set of six · कुल्हड़", "Stoneware teapot", "A long name " * 12)
INDIAN = replace(
    GERMAN,
    order_number="MUM-10007",
    locale="en_IN",
    seller=MUMBAI,
    ship_to=Party(name="प्रिया श्रीवास्तव", lines=("क्षत्रिय मार्ग 12", "Pune 411001")),
    lines=tuple(
        SlipLine(sku=f"CUP-{number:04d}", name=_NAMES[number % 3], quantity=number, ordered=number)
        for number in range(1, 41)
    ),
    note="",
)
