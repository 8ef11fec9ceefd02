import pytest

from shop_admin.db import Base, db
from shop_admin.models.mixins import Scope
from shop_admin.permissions import command
from shop_admin.queries.visibility import visible


def test_every_model_says_who_sees_it() -> None:
    models = [mapper.class_ for mapper in db.Model.registry.mappers]
    assert len(models) > 25
    assert [model for model in models if not isinstance(getattr(model, "scope", None), Scope)] == []


def test_a_model_that_does_not_is_closed() -> None:
    class Undeclared:
        is_deleted = None

    with pytest.raises(TypeError, match="declares no scope"):
        visible(Undeclared, command())


def test_models_share_one_base() -> None:
    assert Base.registry is db.Model.registry
