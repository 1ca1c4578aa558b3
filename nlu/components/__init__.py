"""Our understanding as pieces of a Rasa project: imported by Rasa alone, in its own environment."""
