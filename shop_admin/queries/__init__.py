"""Reads: each returns a Select or where-clauses; people's data always goes through visibility."""
