"""The demonstration: a small office with staff, communes and people who want to be called."""
