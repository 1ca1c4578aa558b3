"""An Sinh: channels, conversation, delivery, store and console of the assistant."""
