"""What the demo stores sell, one module a store."""
