"""What a sentence means, from wherever the understanding runs: this process or a Rasa service."""
