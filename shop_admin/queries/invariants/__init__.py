"""What must always be true of the stored data, as SQL that finds what is not."""

from shop_admin.queries.invariants.invariant import Finding, Invariant, look
from shop_admin.queries.invariants.rules import all_invariants

__all__ = ["Finding", "Invariant", "all_invariants", "look"]
