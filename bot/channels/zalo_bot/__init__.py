"""Zalo Bot Platform: webhook in, the Bot API out. It has no buttons and shares no numbers."""
