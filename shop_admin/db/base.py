"""One metadata, one session: what every table is declared on."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, LargeBinary, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

from shop_admin.db.party import PartySession

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of every table."""

    # Flask-SQLAlchemy copies this class: a registry survives that, a type_annotation_map does not.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text,
            bytes: LargeBinary,
            datetime: DateTime(timezone=True),
            dict[str, str]: JSONB,
            dict[str, Any]: JSONB,
            list[dict[str, str]]: JSONB,
            list[dict[str, Any]]: JSONB,
        },
    )


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "class_": PartySession}
)

if TYPE_CHECKING:

    class Model(Base):
        """What the type checker sees of `db.Model`."""

        __abstract__ = True
else:
    Model = db.Model
