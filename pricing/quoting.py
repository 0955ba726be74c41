"""Job x catalog -> Quote, whatever the job and however the model is sold."""

from __future__ import annotations

from datetime import UTC, datetime

from pricing.catalog import Catalog
from pricing.errors import PricingError
from pricing.image_quote import quote_images
from pricing.job import ImageJob, TextJob
from pricing.plan_quote import quote_plan
from pricing.quote import Basis, Quote


def quote(catalog: Catalog, job: ImageJob | TextJob, at: datetime, basis: Basis | None = None) -> Quote:
    """What a job costs at the prices in force at an instant.

    Without a basis the headline is the higher of what is metered and what is listed.

    Raises:
        UnknownModel: there is no such model.
        UnsupportedOption: the model cannot make it; names the nearest that it can.
        PromptTooLong: the prompt is over the model's limit.
        PriceMissing: there is no price for it.
    """
    at = at.astimezone(UTC)
    if isinstance(job, TextJob):
        from pricing.text_quote import quote_text  # noqa: PLC0415 - loads genai-prices, which images do not need

        return quote_text(job, at)
    model = catalog.model(job.model)
    if model.subscription:
        return quote_plan(model, model.subscription, job, at)
    return quote_images(model, job, at, basis)


def successor_quote(catalog: Catalog, made: Quote, at: datetime, basis: Basis | None = None) -> Quote | None:
    """The same job on what takes its model's place, at today's prices; None if nothing does or it cannot."""
    successor = catalog.successor(made.model, at) if made.model else None
    if successor is None or not isinstance(made.job, ImageJob):
        return None
    try:
        return quote(catalog, made.job.on(successor.id), at, basis)
    except PricingError:
        return None
