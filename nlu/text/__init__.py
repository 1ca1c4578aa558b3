"""Vietnamese text as people type it, made comparable: one concept per module, joined in `views`."""

from __future__ import annotations

from nlu.text.views import Views, views_of

__all__ = ["Views", "views_of"]
