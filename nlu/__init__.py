"""What a sentence means: Vietnamese text to intent and values."""
