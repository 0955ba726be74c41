"""What is made of price lists: models with their rules, laid list over list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NoReturn, TypeVar

from pricing.catalog import Capacity, Catalog, Lifecycle, Model, Plan, Subscription
from pricing.errors import PriceListError, UnsupportedOption
from pricing.image_tokens import InputRule, OutputFormula, OutputRule, OutputScaled, OutputTable, TokenRange
from pricing.price_list_format import LifecycleEntry, ListEntry, ModelEntry, OutputEntry, SizesEntry
from pricing.size import SHAPES, Size, SizeList, Sizes, listed
from pricing.sku import BatchDiscount, Sku, SkuPrice, Source

T = TypeVar("T")

_ANY_SIZE = Sizes(None, {"square": Size(1024, 1024), "portrait": Size(1024, 1536), "landscape": Size(1536, 1024)})


@dataclass
class Building:
    """The catalog while lists are laid over one another."""

    models: dict[str, Model] = field(default_factory=dict)
    text_lifecycles: dict[str, Lifecycle] = field(default_factory=dict)
    default_models: tuple[str, ...] = ()
    sizes: dict[str, Sizes] = field(default_factory=dict)
    outputs: dict[str, OutputRule] = field(default_factory=dict)
    inputs: dict[str, InputRule] = field(default_factory=dict)

    def lay(self, file: str, entry: ListEntry, layer: int) -> None:
        """Lay one list over what is there.

        Raises:
            PriceListError: the list refers to what does not exist, or leaves out what is needed.
        """
        _Layer(self, file, entry, layer).lay()

    def catalog(self) -> Catalog:
        """What has been laid so far."""
        return Catalog(dict(self.models), self.default_models, dict(self.text_lifecycles))


class _Layer:
    """One list on its way into the catalog."""

    def __init__(self, building: Building, file: str, entry: ListEntry, layer: int) -> None:
        self.building = building
        self.file = file
        self.entry = entry
        self.layer = layer
        self.sources = {
            key: Source(source.url, source.checked, source.official, source.note)
            for key, source in entry.sources.items()
        }

    def lay(self) -> None:
        building = self.building
        for key, sizes in self.entry.sizes.items():
            building.sizes[key] = self.sizes(f"sizes.{key}", sizes)
        for key, output in self.entry.output_tokens.items():
            building.outputs[key] = self.output(f"output_tokens.{key}", output)
        for key, reading in self.entry.input_tokens.items():
            self.named(f"input_tokens.{key}.source", self.sources, reading.source)
            rule = reading.tiles or reading.patches
            if rule is None or (reading.tiles and reading.patches):
                self.refuse(f"input_tokens.{key}", "it needs either tiles or patches")
            building.inputs[key] = rule
        for index, model in enumerate(self.entry.models):
            at = f"models.{index} ({model.id})"
            known = building.models.get(model.id) or self.new(at, model)
            building.models[model.id] = self.check(at, self.extended(at, known, model))
        for index, texts in enumerate(self.entry.text_models):
            lifecycle = self.lifecycle(f"text_models.{index}.lifecycle", texts.lifecycle)
            building.text_lifecycles |= dict.fromkeys(texts.ids, lifecycle)
        for name in self.entry.default_models:
            self.named("default_models", building.models, name)
        building.default_models = self.entry.default_models or building.default_models
        self.check_names()

    def new(self, at: str, model: ModelEntry) -> Model:
        if model.name is None or model.page is None or not model.prices:
            self.refuse(at, "a new model needs a name, a page and prices")
        building = self.building
        return Model(
            id=model.id,
            name=model.name,
            provider=self.entry.provider,
            page=model.page,
            prices=(),
            sizes=self.named(f"{at}.sizes", building.sizes, model.sizes) if model.sizes else _ANY_SIZE,
            qualities=model.qualities,
            auto_is_default=model.auto_is_default,
            output=self.named(f"{at}.output", building.outputs, model.output) if model.output else None,
            input=self.named(f"{at}.input", building.inputs, model.input) if model.input else None,
            note=model.note,
            text_output=TokenRange(*model.text_output_tokens) if model.text_output_tokens else None,
            overhead_tokens=model.overhead_tokens,
            limits=model.limits,
            subscription=self.subscription(at, model),
        )

    def extended(self, at: str, known: Model, model: ModelEntry) -> Model:
        prices = [
            SkuPrice(
                Sku(price.meter, price.quality, price.size, plan=price.plan, unit=price.unit),
                price.usd,
                price.per,
                self.named(f"{at}.prices.{index}.source", self.sources, price.source),
                price.effective_from,
                self.layer,
            )
            for index, price in enumerate(model.prices)
        ]
        discounts = [
            BatchDiscount(
                batch.factor,
                self.named(f"{at}.batch.{index}.source", self.sources, batch.source),
                batch.effective_from,
                self.layer,
            )
            for index, batch in enumerate(model.batch)
        ]
        return replace(
            known,
            aliases=tuple(dict.fromkeys((*known.aliases, *model.aliases))),
            lifecycle=self.lifecycle(f"{at}.lifecycle", model.lifecycle) if model.lifecycle else known.lifecycle,
            batch=(*known.batch, *discounts),
            prices=(*known.prices, *prices),
        )

    def sizes(self, at: str, entry: SizesEntry) -> Sizes:
        if bool(entry.allowed) == bool(entry.rule):
            self.refuse(at, "it needs either allowed sizes or a rule")
        allowed = entry.rule or SizeList(entry.allowed)
        named = {shape: size for shape in SHAPES if (size := getattr(entry, shape))}
        if not named:
            self.refuse(at, "it needs at least one of square, portrait and landscape")
        for shape, size in named.items():
            if not allowed.allows(size):
                self.refuse(f"{at}.{shape}", f"{size} is not one of its allowed sizes")
        return Sizes(allowed, named)

    def output(self, at: str, entry: OutputEntry) -> OutputRule:
        self.named(f"{at}.source", self.sources, entry.source)
        if entry.table:
            return OutputTable({quality: self.row(at, row) for quality, row in entry.table.items()})
        if entry.base:
            return OutputFormula(entry.base)
        if not entry.times or not entry.of:
            self.refuse(at, "it needs a table, a base, or times and of")
        of = self.named(f"{at}.of", self.building.outputs, entry.of)
        if isinstance(of, OutputScaled):
            self.refuse(f"{at}.of", f"{entry.of!r} is itself a multiple of another")
        return OutputScaled(of, entry.times)

    def row(self, at: str, row: Mapping[str, int]) -> dict[Size, int]:
        try:
            return {Size.parse(size): tokens for size, tokens in row.items()}
        except UnsupportedOption as wrong:
            self.refuse(f"{at}.table", str(wrong))

    def lifecycle(self, at: str, entry: LifecycleEntry) -> Lifecycle:
        source = self.named(f"{at}.source", self.sources, entry.source)
        return Lifecycle(entry.released, entry.deprecated, entry.shuts_down, entry.successors, source)

    def subscription(self, at: str, model: ModelEntry) -> Subscription | None:
        if bool(model.plans) != bool(model.capacity):
            self.refuse(at, "plans and capacity go together")
        if model.capacity is None:
            return None
        source = self.named(f"{at}.capacity.source", self.sources, model.capacity.source)
        plans = tuple(Plan(plan.name, plan.fast_hours) for plan in model.plans)
        return Subscription(plans, Capacity(model.capacity.images, model.capacity.fast_hours, source))

    def check(self, at: str, model: Model) -> Model:
        """Refuse a model that could not be priced, so that no quote finds it out."""
        meters = {price.sku.meter for price in model.prices}
        wanted: list[tuple[str, ...]] = [("image_output", "image", "subscription")]
        wanted += [("image_output",), ("text_input",)] if model.output else []
        wanted += [("image_input",)] if model.input else []
        wanted += [("text_output",)] if model.text_output else []
        for choices in wanted:
            if not meters & set(choices):
                self.refuse(f"{at}.prices", f"there is no {listed(choices, 'or')} price")
        if model.output:
            self.check_output(at, model, model.output)
        if "image_output" in meters and not model.output:
            self.refuse(f"{at}.output", "image_output prices need a rule for output tokens")
        monthly = {price.sku.plan for price in model.prices if price.sku.plan and price.sku.unit == "month"}
        plans = {plan.name for plan in model.subscription.plans} if model.subscription else set[str]()
        if monthly != plans:
            differing = ", ".join(sorted(plans ^ monthly))
            self.refuse(f"{at}.prices", f"each plan needs a monthly price, and each of those a plan: {differing}")
        self.check_dated(f"{at}.prices", [(price.sku, price.effective_from, price.layer) for price in model.prices])
        self.check_dated(f"{at}.batch", [("batch", each.effective_from, each.layer) for each in model.batch])
        return model

    def check_dated(self, at: str, dated: Sequence[tuple[Sku | str, datetime | None, int]]) -> None:
        for (what, effective_from, _), times in Counter(dated).items():
            if times > 1:
                name = what if isinstance(what, str) else what.meter
                self.refuse(at, f"there are two {name} prices from {effective_from or 'unknown'} on")

    def check_output(self, at: str, model: Model, output: OutputRule) -> None:
        if not model.qualities:
            self.refuse(f"{at}.qualities", "a rule for output tokens needs the qualities it is for")
        for quality in model.qualities:
            for size in model.sizes.named.values():
                try:
                    output.count(quality, size)
                except UnsupportedOption as wrong:
                    self.refuse(f"{at}.output", str(wrong))

    def check_names(self) -> None:
        models = self.building.models.values()
        (name, times), *_ = Counter(name.lower() for model in models for name in model.named).most_common(1)
        if times > 1:
            self.refuse("models", f"two models go by the name {name!r}")
        for model in models:
            for successor in model.lifecycle.successors:
                self.named(f"models.{model.id}.lifecycle.successors", self.building.models, successor)

    def named(self, at: str, known: Mapping[str, T], key: str) -> T:
        if key not in known:
            self.refuse(at, f"there is no {key!r}; there are {', '.join(known) or 'none'}")
        return known[key]

    def refuse(self, key: str, reason: str) -> NoReturn:
        raise PriceListError(self.file, key, reason)
