"""The pure core of the dialogue: (state, event, meaning) to (state, replies, effects)."""
