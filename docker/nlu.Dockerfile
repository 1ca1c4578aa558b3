# Rasa with the model trained into the image. Build from the project's root.
FROM python:3.10-slim AS packages
WORKDIR /app
RUN python -m venv .venv-rasa
COPY requirements/rasa.txt requirements/
RUN .venv-rasa/bin/pip install --no-cache-dir --require-hashes -r requirements/rasa.txt

FROM python:3.10-slim
RUN useradd --system --uid 10001 --create-home ansinh && install --directory --owner=ansinh /app
WORKDIR /app
COPY --from=packages /app/.venv-rasa .venv-rasa
COPY scripts/rasa scripts/rasa-healthy scripts/rasa-serve scripts/rasa-train scripts/
COPY nlu nlu
COPY content content
USER ansinh
RUN scripts/rasa-train
CMD ["scripts/rasa-serve", "0.0.0.0", "5005"]
