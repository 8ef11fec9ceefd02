"""Stock Flask-Admin on the same rows: its own ModelView, templates, search and filters.

Run by console.py as `granian --interface wsgi benchmarks.stock_admin:app`.
"""

import os
from typing import ClassVar

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView  # noqa: TID251 - what we are measured against
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()


class Order(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    number: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[str] = mapped_column(TIMESTAMP(timezone=True))
    contact_name: Mapped[str] = mapped_column(Text)
    contact_email: Mapped[str] = mapped_column(Text)
    contact_phone: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    total_amount: Mapped[str] = mapped_column(Numeric)


class OrderView(ModelView):
    column_list: ClassVar = ("number", "placed_at", "contact_name", "status", "total_amount")
    column_searchable_list: ClassVar = (
        "number",
        "contact_name",
        "contact_email",
        "contact_phone",
    )
    column_filters: ClassVar = ("status", "placed_at")
    column_default_sort: ClassVar = ("id", True)
    page_size = 20
    can_view_details = True


# Without templates of ours: Flask would find them beside it, and they are not its own.
app = Flask("stock_admin", template_folder=None)
app.config.update(
    SECRET_KEY="measuring only", SQLALCHEMY_DATABASE_URI=os.environ["STOCK_DATABASE_URL"]
)
db.init_app(app)
Babel(app)
Admin(app).add_view(OrderView(Order, db.session, endpoint="orders"))
