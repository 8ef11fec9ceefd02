"""Letters: the words of a mail as text and as plain HTML, out of templates."""

from shop_admin.documents.mails.letter import Attached, Letter, Sender
from shop_admin.documents.mails.words import write_letter

__all__ = ["Attached", "Letter", "Sender", "write_letter"]
