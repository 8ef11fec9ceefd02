"""A DATEV-style journal: bookings of documents in the layout of DATEV's posting batch.

The layout follows the pages "DATEV-Format" (Einstieg, Header, Buchungsstapel, Zeichensatz) on
developer.datev.de: header version 700, category 21, format version 13, 125 columns; semicolons,
decimal commas, CR LF, texts in quotes, code page 1252. It is not certified by DATEV eG, and the
accounts are those of the standard chart SKR03: whoever imports it checks them first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from shop_admin.documents.registers.cells import safe
from shop_admin.documents.registers.line import RegisterLine

ENCODING = "cp1252"
LINE_END = "\r\n"
DEBTOR = "10000"
"""The collective debtor that every document is booked on."""
REVENUE = {Decimal(19): "8400", Decimal(7): "8300", Decimal(0): "8200"}
"""Revenue accounts of SKR03 by the rate in per cent: 8400 and 8300 compute their tax themselves."""
MOST_BOOKINGS = 99_999
TEXT_LENGTH = 60

_EVIDENCE = [f"Beleginfo - {one} {n}" for n in range(1, 9) for one in ("Art", "Inhalt")]
_NOTES = [
    f"Zusatzinformation{dash} {one} {n}"
    for n in range(1, 21)
    for dash, one in ((" -", "Art"), ("-", "Inhalt"))
]
COLUMNS = (
    *("Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs"),
    *("Basis-Umsatz", "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)"),
    *("BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext"),
    *("Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt"),
    *("Zinssperre", "Beleglink", *_EVIDENCE, "KOST1 - Kostenstelle", "KOST2 - Kostenstelle"),
    *("Kost-Menge", "EU-Land u. UStID (Bestimmung)", "EU-Steuersatz (Bestimmung)"),
    *("Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L"),
    *("BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung"),
    *(*_NOTES, "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr"),
    *("Zugeordnete Fälligkeit", "Skontotyp", "Auftragsnummer", "Buchungstyp"),
    *("USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)", "Sachverhalt L+L (Anzahlungen)"),
    *("EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz"),
    *("Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre"),
    *("Gesellschaftername", "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer"),
    *("Postensperre bis", "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung"),
    *("Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit"),
    *("Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position"),
    *("EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto"),
)
_PLACE = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What the header says: the tax adviser's numbers, the fiscal year, the period, its name.

    The period lies in one calendar year and in the fiscal year that began on `year_begins_on`.
    """

    consultant: int
    client: int
    year_begins_on: date
    begins_on: date
    ends_on: date
    title: str
    made_at: datetime


def unknown_rates(rates: Collection[Decimal]) -> list[Decimal]:
    """Return the rates that the journal has no account for, the lowest first."""
    return sorted(rate for rate in rates if rate not in REVENUE)


class Journal:
    """A posting batch on its way to the disk: a header, the headings, a booking a line."""

    def __init__(self, path: Path, batch: Batch) -> None:
        self._file = path.open("x", encoding=ENCODING, errors="replace", newline="")
        self._file.write(";".join(_header(batch)) + LINE_END)
        self._file.write(";".join(COLUMNS) + LINE_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, line: RegisterLine) -> None:
        """Book one line, gross: debtor to revenue, a credit note the other way round.

        A line of nothing is left out, since a booking has an amount. Raises KeyError for a rate
        that has no account: ask `unknown_rates` first.
        """
        if not line.gross:
            return
        cells = [""] * len(COLUMNS)
        filled = {
            "Umsatz (ohne Soll/Haben-Kz)": f"{abs(line.gross):.2f}".replace(".", ","),
            "Soll/Haben-Kennzeichen": _text("H" if line.gross < 0 else "S"),
            "WKZ Umsatz": _text(line.currency),
            "Konto": DEBTOR,
            "Gegenkonto (ohne BU-Schlüssel)": REVENUE[line.rate],
            "Belegdatum": f"{line.issued_on:%d%m}",
            "Belegfeld 1": _text(line.number),
            "Belegfeld 2": _text(line.order_number[:12]),
            "Buchungstext": _text(_plain(line.customer)[:TEXT_LENGTH]),
        }
        for name, cell in filled.items():
            cells[_PLACE[name]] = cell
        self._file.write(";".join(cells) + LINE_END)


def _header(batch: Batch) -> list[str]:
    made_at = f"{batch.made_at:%Y%m%d%H%M%S}{batch.made_at.microsecond // 1000:03}"
    return [
        *('"EXTF"', "700", "21", '"Buchungsstapel"', "13", made_at, "", '"SH"', '""', '""'),
        *(str(batch.consultant), str(batch.client), f"{batch.year_begins_on:%Y%m%d}", "4"),
        *(f"{batch.begins_on:%Y%m%d}", f"{batch.ends_on:%Y%m%d}", _text(batch.title[:30])),
        *('""', "1", "0", "0", '"EUR"', "", '""', "", "", '"03"', "", "", '""', '""'),
    ]


def _plain(text: str) -> str:
    """Return a text on one line: the format allows no control characters."""
    return safe("".join(sign if sign.isprintable() else " " for sign in text))


def _text(text: str) -> str:
    doubled = safe(text).replace('"', '""')
    return f'"{doubled}"'
