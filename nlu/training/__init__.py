"""Training of the classifier: examples, their derived forms, the fit. Needs the `train` group."""
