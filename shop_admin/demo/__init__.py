"""The demo world: invented stores, products, people and orders, the same at every start."""
