"""What jobs stored in English is said in the reader's language, with the values it came with."""

from collections.abc import Iterator
from gettext import NullTranslations

import pytest

from shop_admin import language
from shop_admin.services.payments.events import ANOTHER_AMOUNT
from shop_admin.services.retelling import SENTENCES, retold
from shop_admin.services.stock import UNDOES
from shop_admin.services.work import UNEXPECTED

GERMAN = {
    ANOTHER_AMOUNT: "Der Anbieter nennt %(said)s (%(kind)s); %(due)s ist fällig. Nichts gebucht.",
    UNDOES: "Macht %(delta)s %(reason)s rückgängig",
    "no amount": "keinen Betrag",
    "captured": "eingezogen",
    "receipt": "Wareneingang",
    "Booked by hand": "Von Hand gebucht",
}


class German(NullTranslations):
    def gettext(self, message: str) -> str:
        return GERMAN.get(message, message)


@pytest.fixture
def german() -> Iterator[None]:
    language.speak(German(), "de")
    yield
    language.speak(language.ENGLISH)


@pytest.mark.usefixtures("german")
def test_a_sentence_is_known_again_with_its_values() -> None:
    noted = ANOTHER_AMOUNT % {"said": "no amount", "kind": "captured", "due": "€25.00"}

    assert retold(noted) == (
        "Der Anbieter nennt keinen Betrag (eingezogen); €25.00 ist fällig. Nichts gebucht."
    )
    assert retold("Undoes +5 receipt") == "Macht +5 Wareneingang rückgängig"
    assert retold("Booked by hand") == "Von Hand gebucht"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("text", ["", "100 % of it", "Typed by %(nobody)s.", "Undoes"])
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert retold(text) == text


def test_english_stays_as_it_is() -> None:
    assert retold(UNEXPECTED % {"kind": "KeyError"}) == UNEXPECTED % {"kind": "KeyError"}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_taken_for_no_other(
    sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GERMAN, sentence, f"found: {sentence}")
    text = sentence % dict.fromkeys(_values(sentence), "x")

    assert retold(text) == f"found: {text}"


def _values(sentence: str) -> list[str]:
    return [part.partition(")")[0] for part in sentence.split("%(")[1:]]
