"""`ansinh nlu`: train the classifier, and measure the engine."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.content.load import load_content
from bot.settings import CONTENT_DIR
from bot.understanding.whole import whole_in_process
from nlu import Engine
from nlu.model.linear import MODEL
from nlu.model.questions import Questions
from nlu.places.generate import HERE as PLACES
from nlu.training.bench import bench as measure
from nlu.training.bench import timed
from nlu.training.evaluate import evaluate, read_messages
from nlu.training.examples import faq_as_examples, read_examples, read_faqs
from nlu.training.scores import SCORES, record, score

if TYPE_CHECKING:
    from nlu.training.examples import Example

FAQS = CONTENT_DIR / "faq"
MESSAGES = Path(__file__).parents[2] / "tests" / "nlu" / "data" / "messages.jsonl"

file_argument = click.argument(
    "file", default=MESSAGES, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


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
        raise _untrained(error) from error
    examples = _examples()
    model = fit(examples)
    model.save(to)
    Questions.of(question for faq in read_faqs(FAQS) for question in faq.questions).save(to)
    click.echo(f"{len(examples)} examples of {len(model.intents)} intents: {to}")


@command.command(name="evaluate")
@file_argument
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Not the shipped one.")
@click.option("--record", "recorded", is_flag=True, help="Keep the scores in nlu/scores.jsonl.")
@click.option("--cross", is_flag=True, help="On the training examples, each unseen by its model.")
@click.option("--folds", default=4, show_default=True, type=click.IntRange(2), help="For --cross.")
def evaluate_(file: Path, model: Path | None, recorded: bool, cross: bool, folds: int) -> None:
    """Measure the engine on messages it was not trained on, one JSON object a line.

    Without FILE, on the project's own test set.
    """
    if cross:
        _cross(folds)
        return
    engine = Engine.load(read_faqs(FAQS), model)
    report = evaluate(engine, read_messages(file))
    for line in report.lines():
        click.echo(line)
    if recorded:
        if file != MESSAGES or model is not None:
            raise click.UsageError("--record keeps the shipped model's scores on the own test set")
        record(score(report, engine.model.fingerprint, file, date.today()), SCORES)  # noqa: DTZ011


@command.command()
@file_argument
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Not the shipped one.")
def errors(file: Path, model: Path | None) -> None:
    """Show every message of FILE that is misunderstood, with the candidates."""
    for line in evaluate(Engine.load(read_faqs(FAQS), model), read_messages(file)).errors():
        click.echo(line)


@command.command(name="compare")
def compare_() -> None:
    """Measure other classifiers than ours on the same quarter of the examples, unseen by all."""
    try:
        from nlu.training.compare import HEADER, compare
    except ModuleNotFoundError as error:
        raise _untrained(error) from error
    click.echo(HEADER)
    for each in compare(_examples()):
        click.echo(each if isinstance(each, str) else each.line())


@command.command()
@file_argument
@click.option("--train", "trained", is_flag=True, help="Anew, on our examples.")
@click.option("--epochs", default=100, show_default=True, type=click.IntRange(1), help="Of it.")
def stock(file: Path, trained: bool, epochs: int) -> None:
    """Measure Rasa's stock pipeline (DIET) beside ours, on the messages of FILE.

    Both are trained on the same examples. Needs Rasa's environment (`make rasa`).
    """
    from nlu.training.beside import beside
    from nlu.training.elsewhere import LeftOutError, ask_stock_rasa, train_stock_rasa

    try:
        if trained:
            train_stock_rasa(_examples(), epochs)
        messages = read_messages(file)
        stock = ask_stock_rasa([each.text for each in messages])
    except LeftOutError as error:
        raise click.ClickException(str(error)) from error
    for line in beside(Engine.load(read_faqs(FAQS)), messages, stock):
        click.echo(line)


@command.command()
@click.argument("province")
@click.option("--to", default=PLACES, show_default="nlu/places", type=click.Path(path_type=Path))
def places(province: str, to: Path) -> None:
    """Write the tables of places anew, with the communes of PROVINCE (as `Thanh Hóa`).

    Needs the package VietnamAdminUnits (MIT).
    """
    from nlu.places.generate import generate

    try:
        number = generate(province, to)
    except ModuleNotFoundError as error:
        raise click.ClickException(
            "VietnamAdminUnits is missing: install VietnamAdminUnits==1.0.4 beside the bot first"
        ) from error
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    click.echo(f"{number} former communes of {province}: {to}")
    click.echo("`HOME` in nlu/places/table.py names the province whose communes are known")


@command.command()
@file_argument
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
def bench(file: Path, rounds: int) -> None:
    """Measure how long a sentence takes, beside a bare loop on the same machine.

    The last line is of all that the dialogue is told: places and phrases heard as well.
    """
    messages = read_messages(file)
    for line in measure(read_faqs(FAQS), messages, rounds).lines():
        click.echo(line)
    told = whole_in_process(load_content(CONTENT_DIR))
    times = asyncio.run(timed(told.understand, messages, rounds))
    click.echo(
        f"dialogue       {times.median:.0f} µs, 99 of 100 in {times.slowest:.0f} µs, "
        f"{times.ratio:.2f} × the loop"
    )


def _cross(folds: int) -> None:
    try:
        from nlu.training.cross import cross_validate
    except ModuleNotFoundError as error:
        raise _untrained(error) from error
    for line in cross_validate(_examples(), folds).lines():
        click.echo(line)


def _examples() -> list[Example]:
    return [*read_examples(), *faq_as_examples(read_faqs(FAQS))]


def _untrained(error: ModuleNotFoundError) -> click.ClickException:
    return click.ClickException(f"{error.name} is missing: install the `train` dependency group")
