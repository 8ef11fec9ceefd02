"""What all parts of one slip share: its words, its accent, its logo; and a part of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reportlab.lib.utils import ImageReader

from shop_admin.documents import figures
from shop_admin.documents.packing_slips.labels import Labels
from shop_admin.documents.packing_slips.slip import PackingSlip
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import MISSING, runs


@dataclass(frozen=True)
class Part:
    """A part that is never torn: its height, and how to draw it below a given y."""

    height: float
    draw: Callable[[Pen, float], None]


@dataclass(frozen=True)
class Sheet:
    """One slip with its words, its accent ink and its logo."""

    slip: PackingSlip
    labels: Labels
    accent: str
    logo: ImageReader | None

    def day(self, value: date) -> str:
        """Return a day in the slip's locale, or in English where the faces lack its script."""
        written = figures.day(value, figures.known_locale(self.slip.locale))
        is_whole = all(MISSING not in run.text for run in runs(written, False))
        return written if is_whole else figures.day(value, "en")
