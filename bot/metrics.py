"""`/metrics`: what Prometheus reads. Nothing in it tells anything about a person."""

from __future__ import annotations

import ipaddress
import secrets

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge
from prometheus_client import generate_latest as rendered

from bot.settings import Settings
from bot.store import measures
from bot.store.measures import Measures
from bot.store.session import DATABASE_AWAY
from bot.store.store import Store


def metrics_routes(settings: Settings, store: Store) -> APIRouter:
    """Return the route; it answers this machine, or whoever has the token of the settings."""
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        if not may_look(request, settings):
            return Response(status_code=403)
        try:
            async with store.read() as session:
                measured = await measures.take(session)
        except DATABASE_AWAY:
            # What this process counted is worth the most just then.
            body = rendered(REGISTRY) + rendered(_answers(CollectorRegistry(), answers=False))
        else:
            body = rendered(REGISTRY) + rendered(_answers(as_gauges(measured), answers=True))
        return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router


def may_look(request: Request, settings: Settings) -> bool:
    """Return whether the request has the token or, where none is set, comes from this machine."""
    if settings.metrics_token is not None:
        expected = f"Bearer {settings.metrics_token.get_secret_value()}".encode()
        given = request.headers.get("authorization", "").encode()
        return secrets.compare_digest(given, expected)
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _answers(registry: CollectorRegistry, *, answers: bool) -> CollectorRegistry:
    gauge = Gauge("ansinh_database_up", "Whether the database answers.", registry=registry)
    gauge.set(answers)
    return registry


def as_gauges(measured: Measures) -> CollectorRegistry:
    """Return what was measured in the database, the same whichever process is asked."""
    registry = CollectorRegistry()

    def gauge(name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"ansinh_{name}", text, labels, registry=registry)

    gauge("inbox_oldest_seconds", "How long the oldest event waits that nobody has handled.").set(
        measured.oldest_unprocessed
    )
    oldest = gauge("outbox_oldest_seconds", "How long the oldest due message waits.", "priority")
    for priority, seconds in measured.oldest_unsent.items():
        oldest.labels(priority.name.lower()).set(seconds)
    events = gauge("inbox_events", "Events that wait or were given up.", "state")
    for state, count in measured.inbox.items():
        events.labels(state.value).set(count)
    messages = gauge("outbox_messages", "Messages that are not finished well.", "state", "priority")
    for (status, priority), count in measured.outbox.items():
        messages.labels(status.value, priority.name.lower()).set(count)
    gauge(
        "conversations_waiting", "Conversations that wait for a member of staff to take them."
    ).set(measured.waiting_for_a_person)
    return registry
