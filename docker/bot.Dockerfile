# The web server, the worker and every `ansinh` command. Build from the project's root.
FROM python:3.12-slim AS packages
RUN python -m venv /venv
WORKDIR /app
COPY requirements/bot.txt requirements/build.txt requirements/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/bot.txt

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home ansinh
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /app
COPY LICENSE README.md pyproject.toml ./
COPY bot bot
COPY nlu nlu
COPY policies policies
COPY content content
# Editable, as `make install` has it: the content folder is found beside the packages. The user below
# may not write beside the sources, so every start would compile them again.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q bot nlu policies \
    && install --directory --owner=ansinh var
USER ansinh
CMD ["ansinh", "web", "--host", "0.0.0.0", "--port", "8000"]
