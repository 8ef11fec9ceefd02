"""Categories, subcategories, products and pictures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("status_flag", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("comments", sa.Text(), server_default="", nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column(
            "mdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("muser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_categories_slug")),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_categories_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_categories_period")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_categories_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_categories_muser_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_categories_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )
    op.create_index(
        "ux_categories_slug",
        "categories",
        ["store_id", "slug"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "subcategories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("status_flag", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("comments", sa.Text(), server_default="", nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column(
            "mdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("muser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_subcategories_slug")),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_subcategories_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_subcategories_period")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_subcategories_category_id")
        ),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_subcategories_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_subcategories_muser_id")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_subcategories_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subcategories")),
        sa.UniqueConstraint("category_id", "id", name="uq_subcategories_category_id_id"),
    )
    op.create_index(
        "ux_subcategories_slug",
        "subcategories",
        ["category_id", "slug"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("subcategory_id", sa.Uuid(), nullable=True),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("ean", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("price", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("compare_at_price", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("inventory_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("low_stock_at", sa.Integer(), server_default="5", nullable=False),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column(
            "attributes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("status_flag", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("comments", sa.Text(), server_default="", nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column(
            "mdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("muser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("sku <> ''", name=op.f("ck_products_sku")),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_products_slug")),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_products_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_products_period")),
        sa.CheckConstraint("compare_at_price > price", name=op.f("ck_products_compare_at_price")),
        sa.CheckConstraint("inventory_count >= 0", name=op.f("ck_products_inventory_count")),
        sa.CheckConstraint("low_stock_at >= 0", name=op.f("ck_products_low_stock_at")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_products_price")),
        sa.CheckConstraint(
            "subcategory_id IS NULL OR category_id IS NOT NULL",
            name=op.f("ck_products_subcategory_in_category"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_products_weight")),
        sa.ForeignKeyConstraint(
            ["category_id", "subcategory_id"],
            ["subcategories.category_id", "subcategories.id"],
            name=op.f("fk_products_category_id_subcategory_id"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_products_category_id")
        ),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_products_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_products_muser_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_products_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("store_id", "id", name="uq_products_store_id_id"),
    )
    op.create_index(op.f("ix_products_category_id"), "products", ["category_id"], unique=False)
    op.create_index(
        "ix_products_search",
        "products",
        [sa.literal_column("((((name || ' ') || sku) || ' ') || description)").label("search")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_products_store_id_cdate",
        "products",
        ["store_id", sa.literal_column("cdate DESC"), "id"],
        unique=False,
    )
    op.create_index(
        "ux_products_sku",
        "products",
        ["store_id", sa.literal_column("lower(sku)")],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_index(
        "ux_products_slug",
        "products",
        ["store_id", "slug"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_table(
        "product_images",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("thumbnail", sa.Text(), nullable=False),
        sa.Column("alt_text", sa.Text(), server_default="", nullable=False),
        sa.Column("order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("status_flag", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("comments", sa.Text(), server_default="", nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column(
            "mdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("muser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_product_images_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_product_images_period")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_product_images_size")),
        sa.ForeignKeyConstraint(
            ["cuser_id"], ["users.id"], name=op.f("fk_product_images_cuser_id")
        ),
        sa.ForeignKeyConstraint(
            ["muser_id"], ["users.id"], name=op.f("fk_product_images_muser_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["products.store_id", "products.id"],
            name=op.f("fk_product_images_store_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_product_images_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_images")),
        sa.UniqueConstraint("image", name=op.f("uq_product_images_image")),
        sa.UniqueConstraint("thumbnail", name=op.f("uq_product_images_thumbnail")),
    )
    op.create_index(
        "ix_product_images_product_id", "product_images", ["product_id", "order"], unique=False
    )


def downgrade() -> None:
    op.drop_table("product_images")
    op.drop_table("products")
    op.drop_table("subcategories")
    op.drop_table("categories")
