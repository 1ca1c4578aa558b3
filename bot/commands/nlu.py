"""`ansinh nlu`: train the classifier and measure the engine."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import CONTENT_DIR
from nlu import Engine
from nlu.model.linear import MODEL
from nlu.training.evaluate import evaluate, read_messages
from nlu.training.examples import faq_as_examples, read_examples, read_faqs

FAQS = CONTENT_DIR / "faq"
MESSAGES = Path(__file__).parents[2] / "tests" / "nlu" / "data" / "messages.jsonl"


@click.group()
def command() -> None:
    """Train the classifier, and measure how well sentences are understood."""


@command.command()
@click.option(
    "--to", default=MODEL, show_default="the shipped model", type=click.Path(path_type=Path)
)
def train(to: Path) -> None:
    """Fit the model on the examples of nlu/data and of the FAQ entries."""
    try:
        from nlu.training.fit import fit
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is missing: install the `train` dependency group"
        ) from error
    examples = [*read_examples(), *faq_as_examples(read_faqs(FAQS))]
    model = fit(examples)
    model.save(to)
    click.echo(f"{len(examples)} examples of {len(model.intents)} intents: {to}")


@command.command(name="evaluate")
@click.argument(
    "file", default=MESSAGES, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Not the shipped one.")
def evaluate_(file: Path, model: Path | None) -> None:
    """Measure the engine on messages it was not trained on, one JSON object a line.

    Without FILE, on the project's own test set.
    """
    engine = Engine.load(read_faqs(FAQS), model)
    for line in evaluate(engine, read_messages(file)).lines():
        click.echo(line)
