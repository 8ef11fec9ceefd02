"""An admin-first back office for shops, on Flask-Admin and PostgreSQL."""
