"""What every refusal looks like."""

from pydantic import Field

from shop_admin.api.shapes.values import Count, Shape


class ProblemEntry(Shape):
    """One thing wrong: where in the body or query, by JSON pointer (RFC 6901), and why."""

    pointer: str = Field(pattern=r"^(/[\s\S]*)?$", examples=["/items/0/quantity"])
    detail: str = Field(examples=["Only 3 left of Blue Lamp."])
    available: Count = Field(
        default_factory=int, description="With out_of_stock: how many there are."
    )


class Problem(Shape):
    """A refusal (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="A sentence for people.")
    code: str = Field(
        pattern="^[a-z_]+$", description="A stable word for programs.", examples=["out_of_stock"]
    )
    request_id: str = Field(description="To ask us by; also in X-Request-Id.")
    errors: list[ProblemEntry] = Field(default_factory=list)
