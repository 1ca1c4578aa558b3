"""Calculations on a sheet: what a citizen keeps of a quote and passes on to the family."""
