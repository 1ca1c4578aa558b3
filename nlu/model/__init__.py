"""The classifier at run time: features of a sentence, integer weights, calibrated confidences."""
