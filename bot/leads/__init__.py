"""People who want to join: consent, life cycle and routing of leads."""
