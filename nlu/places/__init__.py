"""The communes, districts and provinces people name, before and after the mergers of 2025-07-01."""

from __future__ import annotations

from nlu.places.table import Commune, candidates, suggest

__all__ = ["Commune", "candidates", "suggest"]
