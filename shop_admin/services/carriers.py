"""Carriers: where each shows how far a parcel is. What is not known here has no link."""

from collections.abc import Mapping

# The page that a carrier shows to everybody, with the parcel's number in it.
CARRIERS: Mapping[str, str] = {
    "DHL": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "UPS": "https://www.ups.com/track?tracknum={number}",
    "DPD": "https://tracking.dpd.de/status/en_US/parcel/{number}",
    "GLS": "https://gls-group.com/GROUP/en/parcel-tracking?match={number}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={number}",
    "La Poste": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "Colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "Chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    "India Post": "https://www.indiapost.gov.in/",
    "Delhivery": "https://www.delhivery.com/track-v2/package/{number}",
    "Blue Dart": "https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo={number}",
    "DTDC": "https://www.dtdc.in/trace.asp?awbno={number}",
}

_TEMPLATES = {"".join(name.casefold().split()): template for name, template in CARRIERS.items()}


def tracking_link(carrier: str, tracking_number: str) -> str | None:
    """Return where a parcel can be followed, or None for a carrier that is not known."""
    template = _TEMPLATES.get("".join(carrier.casefold().split()))
    if template is None or not tracking_number.strip():
        return None
    return template.format(number="".join(_escaped(sign) for sign in tracking_number.strip()))


def _escaped(sign: str) -> str:
    """Return a sign as it may stand in an address (RFC 3986, 2.1 and 2.3)."""
    if sign.isascii() and (sign.isalnum() or sign in "-._~"):
        return sign
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
