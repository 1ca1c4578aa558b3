"""The short form of an answer that is heard and not read."""
