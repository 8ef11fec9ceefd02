"""Which passwords are refused: short, long, common, typed along the keyboard, made of one's name.

No rule asks for capitals, digits or signs: they make passwords alike, not strong (NIST SP 800-63B
3.1.1.2; OWASP ASVS 5.0, 6.2.1 to 6.2.12).
"""

import gzip
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from shop_admin.errors import Invalid
from shop_admin.language import _

MINIMUM = 12
MAXIMUM_BYTES = 128
LEAST_SIGNS = 5
"""So many different signs a password has at least."""
LEAST_LETTERS, LEAST_DIGITS = 4, 10
"""What must be left beside a word that others know, letters or digits."""
OURS = ("password", "shop", "store", "admin")
COMMON = Path(__file__).with_name("common.txt.gz")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop",
        "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn")  # fmt: skip
SWAPPED = str.maketrans("0134578@$!", "oieastbasi")


def refuse_bad(password: str, about: Collection[str] = ()) -> None:
    """Raise Invalid, in words, for a password that would be guessed early or cannot be kept."""
    if len(password) < MINIMUM:
        sentence = _(
            "Use at least %(least)s characters: three or four words that do not belong together.",
            least=MINIMUM,
        )
        _refuse(sentence)
    if "\0" in password or len(password.encode(errors="surrogatepass")) > MAXIMUM_BYTES:
        _refuse(_("Use a shorter password: 128 bytes at most."))
    plain = password.casefold()
    if len(set(plain)) < LEAST_SIGNS or _is_along_a_row(plain):
        _refuse(_("This is typed along the keyboard or repeats itself: it is guessed early."))
    if _is_common(plain):
        _refuse(_("This is one of the most common passwords, or little more: choose another."))
    if _is_made_of(plain, (*OURS, *_words(about))):
        _refuse(_("This is made of your name, your email address or the shop's: choose another."))


def _refuse(sentence: str) -> None:
    raise Invalid(sentence, field="password")


def _is_along_a_row(plain: str) -> bool:
    """Tell whether nearly each sign is the last one again, or its neighbour in a row."""
    pairs = [plain[at : at + 2] for at in range(len(plain) - 1)]
    near = [one for one in pairs if one[0] == one[1] or one in _neighbours()]
    return len(near) >= 0.8 * len(pairs)


@cache
def _neighbours() -> frozenset[str]:
    both = [way for row in ROWS for way in (row, row[::-1])]
    return frozenset(row[at : at + 2] for row in both for at in range(len(row) - 1))


def _is_common(plain: str) -> bool:
    """Tell whether it is on the list: as it is, said twice, or dressed with digits and signs."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    dressed = len(re.findall(r"\d", plain)) < LEAST_DIGITS
    forms = {plain, _unit(plain), plain.translate(SWAPPED)}
    if dressed:
        forms |= {bare, _unit(bare), bare.translate(SWAPPED)}
    return not forms.isdisjoint(_common())


def _unit(text: str) -> str:
    """Return what a text repeats, such as 'pass' of 'passpasspass', or the text."""
    return text[: (text + text).find(text, 1)] if text else text


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode().split())


def _words(about: Collection[str]) -> list[str]:
    parts = (word for text in about for word in re.split(r"[\W_]+", text.casefold()))
    return [word for word in parts if len(word) >= 3]


def _is_made_of(plain: str, words: Collection[str]) -> bool:
    """Tell whether too little is left of it without the words that others know."""
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    letters, digits = (len(re.findall(kind, rest)) for kind in (r"[^\W\d_]", r"\d"))
    return rest != plain and letters < LEAST_LETTERS and digits < LEAST_DIGITS
