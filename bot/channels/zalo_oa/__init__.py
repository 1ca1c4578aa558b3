"""Zalo Official Account: webhook in, the open API out, a token pair that renews itself."""
