"""What /metrics says: counts and durations, without any text, name or amount."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LATE = (1, 2, 5, 10, 30, 60, 120, 300, 600, 3_600, 86_400, 259_200)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._registry = mine = CollectorRegistry()
        self.requests = Counter(
            "pennyworth_requests", "What people did, by surface and outcome", ["surface", "outcome"], registry=mine
        )
        self.seconds = Histogram(
            "pennyworth_request_seconds",
            "Seconds from arrival to the end of the answer",
            ["surface"],
            buckets=_BUCKETS,
            registry=mine,
        )
        self.under_way = Gauge("pennyworth_under_way", "Requests being answered now", registry=mine)
        self.answers = Counter("pennyworth_answers", "Answers by intent", ["intent"], registry=mine)
        self.refused = Counter(
            "pennyworth_http_refused", "HTTP requests refused at the door, by status", ["status"], registry=mine
        )
        self.reconnects = Counter("pennyworth_socket_reconnects", "Sockets opened anew by the watchdog", registry=mine)
        self.deliveries = Counter(
            "pennyworth_deliveries",
            "Attempts at what is posted by itself, by kind and outcome",
            ["kind", "outcome"],
            registry=mine,
        )
        self.late = Histogram(
            "pennyworth_delivery_late_seconds",
            "Seconds from when something was due until it was posted",
            ["kind"],
            buckets=_LATE,
            registry=mine,
        )

    def delivered(self, kind: str, outcome: str, late: float) -> None:
        """Counts an attempt at a delivery."""
        self.deliveries.labels(kind, outcome).inc()
        if outcome == "posted":
            self.late.labels(kind).observe(late)

    def exposition(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self._registry)
