"""What makes the public catalogue quick: its version, and the words that products are found by."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Scope


class CatalogueVersion(Model):
    """A slot that triggers count changes of the catalogue in; the sum of all is its version."""

    __tablename__ = "catalogue_versions"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(sa.BigInteger, server_default="0")


class ProductWords(Model):
    """A product's name, SKU and description without accents and capitals, and their words."""

    __tablename__ = "product_words"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    product_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str]
    words: Mapped[Any] = mapped_column(TSVECTOR)

    __table_args__ = (
        sa.Index(
            "ix_product_words_text",
            "text",
            postgresql_using="gin",
            postgresql_ops={"text": "gin_trgm_ops"},
        ),
        sa.Index("ix_product_words_words", "words", postgresql_using="gin"),
    )
