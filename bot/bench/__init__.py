"""Measuring delivery on the machine at hand, and killing it to see what is lost."""
