"""The training data of the Rasa project: the files of `nlu/data` and the content's questions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.examples import with_faqs
from nlu.training.examples import read_faqs

PROJECT: Final = Path(__file__).resolve().parents[2]


class ProjectImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's own file importer, plus the FAQ entries of a content folder.

    Named under `importers` in config.yml, so that validation, training and `rasa test` see the
    same examples.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        faqs: str = "content/vi/faq",
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._faqs = PROJECT / faqs

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Return the examples of the files and of the entries."""
        return with_faqs(super().get_nlu_data(language), read_faqs(self._faqs))
