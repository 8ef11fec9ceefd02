"""The three demo stores, one module each: who they are and what they sell."""
