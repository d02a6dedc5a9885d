"""Baton runs children's case transfers by each authority's written procedure."""
