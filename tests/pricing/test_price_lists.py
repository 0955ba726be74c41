import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pricing import (
    Catalog,
    ImageJob,
    ListText,
    PriceListError,
    PriceMissing,
    Prompt,
    Size,
    UnsupportedOption,
    afford,
    built_in,
    compare,
    load,
    quote,
)
from tests.pricing.jobs import HEADER, MINI, TODAY, image_job, lines, overlaid, usd

MADE_UP = """
[sizes.acme]
allowed = ["512x512", "1024x1024"]
square = "1024x1024"

[output_tokens.acme]
source = "acme"
[output_tokens.acme.table]
low = { "512x512" = 100, "1024x1024" = 400 }

[input_tokens.acme]
source = "acme"
patches = { patch = 32, budget = 1536, upscale_below = 32 }

[[models]]
id = "acme-flat"
name = "Acme Flat"
page = "https://acme.example/flat"
prices = [
  { meter = "image", usd = 0.03, unit = "image", effective_from = 2026-01-01, source = "acme" },
]

[[models]]
id = "acme-mega"
name = "Acme Mega"
page = "https://acme.example/mega"
prices = [
  { meter = "image", usd = 0.05, unit = "megapixel", effective_from = 2026-01-01, source = "acme" },
  { meter = "image_input", usd = 0.008, unit = "image", effective_from = 2026-01-01, source = "acme" },
]

[[models]]
id = "acme-tokens"
name = "Acme Tokens"
page = "https://acme.example/tokens"
aliases = ["acme-tokens-2026"]
qualities = ["low"]
sizes = "acme"
output = "acme"
input = "acme"
batch = [{ factor = 0.4, effective_from = "unknown", source = "acme" }]
prices = [
  { meter = "text_input", usd = 1, per = 1_000_000, unit = "token", effective_from = "unknown", source = "acme" },
  { meter = "image_input", usd = 2, per = 1_000_000, unit = "token", effective_from = "unknown", source = "acme" },
  { meter = "image_output", usd = 20, per = 1_000_000, unit = "token", effective_from = "unknown", source = "acme" },
]

[[models]]
id = "acme-club"
name = "Acme Club"
page = "https://acme.example/club"
capacity = { images = 50, fast_hours = 1, source = "acme" }
plans = [{ name = "Member", fast_hours = 2 }]
prices = [
  { meter = "subscription", plan = "Member", usd = 7, unit = "month", effective_from = "unknown", source = "acme" },
]
"""


@pytest.fixture(scope="module")
def acme() -> Catalog:
    """The catalog with a made-up provider's four models."""
    return overlaid(MADE_UP)


def total(catalog: Catalog, model: str, **changes: object) -> Decimal:
    """What 10 low squares with 30-word prompts cost."""
    job = ImageJob(model, 10, "low", "square", Prompt.of_words(30))
    return quote(catalog, image_job(model, images=job.images, quality=job.quality, **changes), TODAY).total


def test_another_provider_by_the_image(acme: Catalog) -> None:
    """Ten images at $0.03 are $0.30, in any size."""
    assert total(acme, "acme-flat") == total(acme, "acme-flat", size="640x480") == usd("0.30")


def test_another_provider_by_the_megapixel(acme: Catalog) -> None:
    """Ten images of 2.097152 megapixels at $0.05 are $1.048576; two reference images each are 20 at $0.008."""
    assert total(acme, "acme-mega", size="2048x1024") == usd("1.048576")
    assert total(acme, "acme-mega", size="2048x1024", references=2) == usd("1.208576")


def test_another_provider_by_the_token(acme: Catalog) -> None:
    """4,000 output tokens at $20 and 400 of prompts at $1 a million; a 64-pixel square is 4 patches at $2."""
    assert total(acme, "acme-tokens") == usd("0.0804")
    assert total(acme, "acme-tokens-2026", batch=True) == usd("0.0804") * usd("0.4")
    assert total(acme, "acme-tokens", size="512x512") == usd("0.0204")
    assert total(acme, "acme-tokens", references=1, reference_size=Size(64, 64)) == usd("0.08048")


def test_another_provider_by_the_month(acme: Catalog) -> None:
    """A $7 plan of about 100 images does ten; another subscription can be compared and afforded like the rest."""
    made = quote(acme, image_job("acme-club", images=101), TODAY)
    assert (made.plan, made.total) == ("Member", usd("14"))
    assert afford(acme, image_job("acme-club"), usd("20"), TODAY).images == 200


def test_other_providers_join_the_comparison(acme: Catalog) -> None:
    """All four are compared with OpenAI's, cheapest first, and what they cannot do is said."""
    made = compare(acme, [image_job(images=10, quality="low")], [], TODAY)
    assert made.entries[0].model == MINI
    assert [entry.model for entry in made.entries].index("acme-tokens") == 4  # after mini, 2.5 twice and 2
    assert {entry.model for entry in made.entries} >= {"acme-flat", "acme-mega", "acme-tokens", "acme-club"}


@pytest.mark.parametrize(
    ("model", "changes", "said"),
    [
        ("acme-flat", {"references": 1}, "hold no price for reference images on acme-flat"),
        ("acme-flat", {"batch": True}, "acme-flat has no Batch API price"),
        ("acme-club", {"batch": True}, "Acme Club has no Batch API"),
        ("acme-tokens", {"quality": "high"}, "acme-tokens has no high quality; it has low"),
        ("acme-tokens", {"size": "600x600"}, "it makes 512x512 and 1024x1024. The nearest is 512x512"),
        ("acme-flat", {"partial_images": 1}, "partial images, not 1"),
    ],
)
def test_what_another_provider_cannot_do(acme: Catalog, model: str, changes: dict[str, object], said: str) -> None:
    """What a list has no price or option for is refused, never priced at nothing."""
    with pytest.raises((PriceMissing, UnsupportedOption), match=re.escape(said)):
        quote(acme, image_job(model, **{"quality": "low", **changes}), TODAY)


PARTLY_PRICED = """
[output_tokens.partly]
source = "acme"
base = { low = 16, high = 96 }
[output_tokens.multiple]
source = "acme"
of = "partly"
times = { low = [1, 2] }
[[models]]
id = "by-cell"
name = "By Cell"
page = "https://acme.example"
qualities = ["low", "high"]
prices = [
  { meter = "image", quality = "low", usd = 0.03, unit = "image", effective_from = "unknown", source = "acme" },
  { meter = "image_input", usd = 1, per = 1_000, unit = "token", effective_from = "unknown", source = "acme" },
]
"""


def test_cell_without_a_price() -> None:
    """A quality that a list has no price for is refused by name."""
    catalog = overlaid(PARTLY_PRICED)
    assert quote(catalog, image_job("by-cell", quality="low"), TODAY).total == usd("3")
    with pytest.raises(PriceMissing, match="no price for high 1024x1024 images on by-cell"):
        quote(catalog, image_job("by-cell", quality="high"), TODAY)


def test_reference_without_a_token_rule() -> None:
    """A price per token of reference images is of no use without a rule for how many there are."""
    with pytest.raises(PriceMissing, match="do not say how many tokens a reference image is on by-cell"):
        quote(overlaid(PARTLY_PRICED), image_job("by-cell", quality="low", references=1), TODAY)


def contracted(meter: str, usd: str, since: str, more: str = "") -> str:
    """A list that gives mini a price of its own."""
    return f"""
[[models]]
id = "{MINI}"
prices = [
  {{ meter = "{meter}", usd = {usd}, per = 1_000_000, unit = "token", effective_from = {since}, source = "acme" }},
]
{more}
"""


def output_rate(catalog: Catalog, at: datetime) -> Decimal:
    """Dollars for a million output tokens of mini."""
    price = catalog.model(MINI).rate_card(at).find("image_output")
    assert price is not None
    return price.price


def test_contracted_price_wins_from_its_day() -> None:
    """A list laid over ours wins from 00:00 UTC of its day, not a microsecond before."""
    catalog = overlaid(contracted("image_output", "6", "2026-11-20"))
    assert output_rate(catalog, datetime(2026, 11, 19, 23, 59, 59, 999_999, tzinfo=UTC)) == 8
    assert output_rate(catalog, datetime(2026, 11, 20, tzinfo=UTC)) == 6
    assert quote(catalog, image_job(), TODAY).totals.metered == usd("0.6336") + usd("0.0092")
    assert output_rate(built_in(), TODAY) == 8


def test_contracted_price_outlives_a_later_list_price() -> None:
    """A price of a lower list that begins later does not push out the one laid over it."""
    public = contracted("image_output", "7", "2026-11-10")
    own = contracted("image_output", "6", "2026-11-01T02:00:00+02:00")
    catalog = overlaid(public, own)
    days = [datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC)]
    assert [output_rate(catalog, day) for day in days] == [8, 6, 6]
    assert output_rate(overlaid(own, public), days[2]) == 7


def test_contracted_batch_factor_wins_from_its_day() -> None:
    """A batch factor laid over ours counts from its day on, though ours on gpt-image-2 began later."""
    own = """
[[models]]
id = "gpt-image-2"
batch = [{ factor = 0.4, effective_from = 2026-01-01, source = "acme" }]
"""
    price = overlaid(own).model("gpt-image-2").rate_card(TODAY).find("image_output", batch=True)
    assert price is not None
    assert price.price == usd("30") * usd("0.4")


def test_list_extends_a_known_model() -> None:
    """A list may give a known model aliases and dates, text models dates, and name the default."""
    catalog = overlaid(
        """
[[models]]
id = "gpt-image-2"
aliases = ["our-images"]
lifecycle = { shuts_down = 2027-06-01, source = "acme" }
[[text_models]]
ids = ["our-model"]
lifecycle = { shuts_down = 2027-01-01, source = "acme" }
"""
    )
    assert catalog.model("Our-Images").lifecycle.shuts_down == date(2027, 6, 1)
    assert catalog.text_lifecycles["our-model"].shuts_down == date(2027, 1, 1)
    assert catalog.text_lifecycles["gpt-5-mini"].shuts_down == date(2026, 12, 11)
    chosen = load([ListText("own", HEADER.replace("[sources", 'default_models = ["gpt-image-2"]\n[sources', 1))])
    assert chosen.default_model(TODAY).id == "gpt-image-2"


MODEL = """
[[models]]
id = "new"
name = "New"
page = "https://acme.example"
PLACE
prices = [PRICE]
"""
PRICE = '{ meter = "image", usd = 0.03, unit = "image", effective_from = "unknown", source = "acme" }'


def model(place: str = "", price: str = PRICE) -> str:
    """A list with one new model."""
    return MODEL.replace("PLACE", place).replace("PRICE", price)


def changed_price(old: str, new: str) -> str:
    """A list with one new model whose price differs from a valid one."""
    assert old in PRICE
    return model(price=PRICE.replace(old, new))


OUTPUT = '[output_tokens.x]\nsource = "acme"\n'
INPUT = '[input_tokens.x]\nsource = "acme"\n'
TILES = "tiles = { fit = 2048, side = 512, base = 65, per_tile = 129 }\n"
PATCHES = "patches = { patch = 32, budget = 1536, upscale_below = 1024 }\n"
RULE = "rule = { multiple_of = 16, max_edge = 3840, max_ratio = 3, min_pixels = 655_360, max_pixels = 8_294_400 }\n"


def priced(meter: str, unit: str = "token", more: str = "") -> str:
    """A price of $1 on a meter."""
    return f'{{ meter = "{meter}", usd = 1, unit = "{unit}", effective_from = "unknown", source = "acme"{more} }}'


TOKEN_PRICES = f"{priced('text_input')}, {priced('image_output')}"
HALF = "{ factor = 0.5, effective_from = 'unknown', source = 'acme' }"
CLUB = 'capacity = { images = 50, fast_hours = 1, source = "acme" }\nplans = [{ name = "Member", fast_hours = 2 }]\n'


def test_the_valid_form_of_the_broken_lists() -> None:
    """The list that the next test breaks in each of its rows is itself valid."""
    assert quote(overlaid(model()), image_job("new"), TODAY).total == usd("3")


@pytest.mark.parametrize(
    ("toml", "key", "reason"),
    [
        ("[[models]", "the file", "it is not TOML: "),
        ("surprise = 1", "sources.acme.surprise", "Extra inputs are not permitted"),
        (
            "[sources.x]\nurl = 'http://x'\nchecked = 2026-11-01\nofficial = true",
            "sources.x.url",
            "should match pattern",
        ),
        ("[sources.x]\nurl = 'https://x'\nofficial = true", "sources.x.checked", "Field required"),
        ("[sources.x]\nurl = 'https://x'\nchecked = 2026-11-01", "sources.x.official", "Field required"),
        (changed_price("usd = 0.03", "usd = 0"), "models.0.prices.0.usd", "greater than 0"),
        (changed_price("usd = 0.03", "usd = -1"), "models.0.prices.0.usd", "greater than 0"),
        (changed_price("usd = 0.03", "usd = nan"), "models.0.prices.0.usd", "finite"),
        (changed_price("usd = 0.03", "usd = 0.0000000001"), "models.0.prices.0.usd", "no more than 9 decimal places"),
        (changed_price("usd = 0.03", "usd = 1e30"), "models.0.prices.0.usd", "no more than"),
        (changed_price("usd = 0.03", "usd = 'free'"), "models.0.prices.0.usd", "valid decimal"),
        (changed_price("usd = 0.03, ", ""), "models.0.prices.0.usd", "Field required"),
        (changed_price("usd = 0.03", "usd = 1, per = 7"), "models.0.prices.0.per", "should be 1, 1000 or 1000000"),
        (changed_price("usd = 0.03", "usd = 1, size = 'big'"), "models.0.prices.0.size", "'big' is not an image size"),
        (changed_price("usd = 0.03", "usd = 1, size = 7"), "models.0.prices.0.size", "Input should be"),
        (changed_price("usd = 0.03", "usd = 1, quality = 'fine'"), "models.0.prices.0.quality", "should be 'low'"),
        (changed_price('"image", usd', '"pixel", usd'), "models.0.prices.0.meter", "should be 'text_input'"),
        (changed_price('unit = "image"', 'unit = "acre"'), "models.0.prices.0.unit", "should be 'token'"),
        (
            changed_price('"unknown"', '"soon"'),
            "models.0.prices.0.effective_from",
            'a date such as 2026-11-04, or "unknown"',
        ),
        (changed_price('"unknown"', "2026-11-04T00:00:00"), "models.0.prices.0.effective_from", "needs its offset"),
        (changed_price('effective_from = "unknown", ', ""), "models.0.prices.0.effective_from", "Field required"),
        (
            changed_price('"acme" }', '"nowhere" }'),
            "models.0 (new).prices.0.source",
            "there is no 'nowhere'; there are acme",
        ),
        (changed_price(', source = "acme"', ""), "models.0.prices.0.source", "Field required"),
        (model(price=f"{PRICE}, {PRICE}"), "models.0 (new).prices", "there are two image prices from unknown on"),
        (model('id = "New"').replace('id = "new"\n', ""), "models.0.id", "should match pattern"),
        (
            model('page = "acme"').replace('page = "https://acme.example"\n', ""),
            "models.0.page",
            "should match pattern",
        ),
        (model().replace('name = "New"\n', ""), "models.0 (new)", "a new model needs a name, a page and prices"),
        (model(price=""), "models.0 (new)", "a new model needs a name, a page and prices"),
        (model("colour = 'red'"), "models.0.colour", "Extra inputs are not permitted"),
        (
            model("limits = { prompt_words = 5 }"),
            "models.0.limits",
            "there is no key 'prompt_words' here; the keys are",
        ),
        (model("limits = 5"), "models.0.limits", "Input should be"),
        (model("aliases = ['dall-e-3']"), "models", "two models go by the name 'dall-e-3'"),
        (model("sizes = 'round'"), "models.0 (new).sizes", "there is no 'round'; there are three, free"),
        (model("output = 'x'"), "models.0 (new).output", "there is no 'x'"),
        (model("input = 'x'"), "models.0 (new).input", "there is no 'x'"),
        (model("qualities = ['auto']"), "models.0.qualities.0", "should be 'low'"),
        (
            model("lifecycle = { successors = ['nobody'], source = 'acme' }"),
            "models.new.lifecycle.successors",
            "there is no 'nobody'",
        ),
        (model("lifecycle = { shuts_down = 2027-01-01 }"), "models.0.lifecycle.source", "Field required"),
        (model("lifecycle = { source = 'x' }"), "models.0 (new).lifecycle.source", "there is no 'x'"),
        (
            model("batch = [{ factor = 0.5, effective_from = 'unknown', source = 'x' }]"),
            "models.0 (new).batch.0.source",
            "there is no 'x'",
        ),
        (
            model("batch = [{ factor = 1.5, effective_from = 'unknown', source = 'acme' }]"),
            "models.0.batch.0.factor",
            "less than or equal to 1",
        ),
        (model("output = 'gpt-image-1'"), "models.0 (new).prices", "there is no image_output price"),
        (
            model("output = 'gpt-image-1'", TOKEN_PRICES),
            "models.0 (new).qualities",
            "a rule for output tokens needs the qualities it is for",
        ),
        (model(price=TOKEN_PRICES), "models.0 (new).output", "image_output prices need a rule for output tokens"),
        (
            model("output = 'gpt-image-1'\nqualities = ['low']", TOKEN_PRICES.replace("text_input", "image_input")),
            "models.0 (new).prices",
            "there is no text_input price",
        ),
        (model("input = 'tiles'"), "models.0 (new).prices", "there is no image_input price"),
        (
            model("output = 'gpt-image-1'\nqualities = ['low']\ntext_output_tokens = [0, 9]", TOKEN_PRICES),
            "models.0 (new).prices",
            "there is no text_output price",
        ),
        (
            model(price=TOKEN_PRICES.replace("image_output", "text_output")),
            "models.0 (new).prices",
            "there is no image_output, image or subscription price",
        ),
        (model("plans = [{ name = 'A', fast_hours = 1 }]"), "models.0 (new)", "plans and capacity go together"),
        (model(CLUB.replace("acme", "x")), "models.0 (new).capacity.source", "there is no 'x'"),
        (model(CLUB), "models.0 (new).prices", "each plan needs a monthly price, and each of those a plan: Member"),
        (
            changed_price('"image", effective_from', '"month", effective_from'),
            "models.0.prices.0",
            "image is priced per image or megapixel, not per month",
        ),
        (
            model(price=PRICE + ", " + priced("text_input", more=", quality = 'low'")),
            "models.0.prices.1",
            "text_input has one price, for every quality and size",
        ),
        (
            model(price=PRICE + ", " + priced("subscription", "month")),
            "models.0.prices.1",
            "a subscription price names its plan, and no other price does",
        ),
        ("[sizes.x]\nsquare = '1024x1024'", "sizes.x", "it needs either allowed sizes or a rule"),
        (f"[sizes.x]\n{RULE}allowed = ['1x1']\nsquare = '1x1'", "sizes.x", "it needs either allowed sizes or a rule"),
        ("[sizes.x]\nallowed = ['1x1']", "sizes.x", "it needs at least one of square, portrait and landscape"),
        ("[sizes.x]\nallowed = ['1x1']\nsquare = '2x2'", "sizes.x.square", "2x2 is not one of its allowed sizes"),
        ("[sizes.x]\nallowed = ['1by1']\nsquare = '1x1'", "sizes.x.allowed.0", "'1by1' is not an image size"),
        (
            f"[sizes.x]\n{RULE.replace('max_edge', 'edge')}square = '1024x1024'",
            "sizes.x.rule",
            "there is no key 'edge' here",
        ),
        (f"[sizes.x]\n{RULE.replace('16', '[16]')}square = '640x1024'", "sizes.x.rule.multiple_of", "Input should be"),
        (OUTPUT, "output_tokens.x", "it needs a table, a base, or times and of"),
        (f"{OUTPUT}of = 'gpt-image-2'", "output_tokens.x", "it needs a table, a base, or times and of"),
        (f"{OUTPUT}of = 'y'\ntimes = {{ low = [1, 2] }}", "output_tokens.x.of", "there is no 'y'"),
        (
            f"{OUTPUT}of = 'gpt-image-2.6'\ntimes = {{ low = [1, 2] }}",
            "output_tokens.x.of",
            "'gpt-image-2.6' is itself a multiple of another",
        ),
        (f"{OUTPUT}table = {{ low = {{ wide = 5 }} }}", "output_tokens.x.table", "'wide' is not an image size"),
        (f"{OUTPUT}table = {{ low = {{ 1x1 = 0 }} }}", "output_tokens.x.table.low.1x1", "greater than 0"),
        (f"{OUTPUT}base = {{ low = -16 }}", "output_tokens.x.base.low", "greater than 0"),
        ("[output_tokens.x]\nsource = 'y'", "output_tokens.x.source", "there is no 'y'"),
        ("[input_tokens.x]\nsource = 'y'", "input_tokens.x.source", "there is no 'y'"),
        (INPUT, "input_tokens.x", "it needs either tiles or patches"),
        (INPUT + TILES + PATCHES, "input_tokens.x", "it needs either tiles or patches"),
        (INPUT + TILES.replace("side", "edge"), "input_tokens.x.tiles", "there is no key 'edge' here"),
        ("[[text_models]]\nids = []\nlifecycle = { source = 'acme' }", "text_models.0.ids", "at least 1 item"),
        (
            "[[text_models]]\nids = ['x']\nlifecycle = { source = 'y' }",
            "text_models.0.lifecycle.source",
            "there is no 'y'",
        ),
    ],
)
def test_invalid_list_is_refused(toml: str, key: str, reason: str) -> None:
    """A list that is not valid is refused at load, with its file, the key and the reason."""
    with pytest.raises(PriceListError) as refused:
        overlaid(toml)
    assert (refused.value.file, refused.value.key) == ("own-1.toml", key)
    assert reason in refused.value.reason
    assert str(refused.value) == f"own-1.toml: {key}: {refused.value.reason}"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('provider = "Acme"\n', "", "provider"),
        ('"USD"', '"EUR"', "currency"),
        ("[sources", 'default_models = ["x"]\n[sources', "default_models"),
    ],
)
def test_invalid_head_of_a_list(old: str, new: str, key: str) -> None:
    """A list says its provider, is in US dollars, and its default is a model that there is."""
    with pytest.raises(PriceListError) as refused:
        load([ListText("head.toml", HEADER.replace(old, new, 1))])
    assert (refused.value.file, refused.value.key) == ("head.toml", key)


@pytest.mark.parametrize(
    "toml",
    [
        f"[sizes.x]\n{RULE.replace('multiple_of = 16', 'multiple_of = 0')}square = '1024x1024'",
        INPUT + TILES.replace("side = 512", "side = 0"),
        INPUT + TILES.replace("per_tile = 129", "per_tile = -129"),
        INPUT + PATCHES.replace("patch = 32", "patch = 0"),
        f"{OUTPUT}of = 'gpt-image-2'\ntimes = {{ low = [-3, -2] }}",
        f"{OUTPUT}of = 'gpt-image-2'\ntimes = {{ low = [4, 3] }}",
        model("output = 'gpt-image-1'\nqualities = ['low', 'max']", TOKEN_PRICES),
        model(
            "output = 'gpt-image-1'\nqualities = ['low']\ntext_output_tokens = [-439, 0]",
            f"{TOKEN_PRICES}, {priced('text_output')}",
        ),
        model(CLUB.replace("fast_hours = 2", "fast_hours = 0"), priced("subscription", "month", ", plan = 'Member'")),
        changed_price('unit = "image"', 'unit = "year"'),
        model(price=PRICE + ", " + priced("text_input", more=", quality = 'low'")),
        INPUT + PATCHES.replace("patch = 32", "patch = nan"),
        changed_price('"unknown"', "0001-01-01T00:00:00+05:00"),
        changed_price("usd = 0.03", "usd = 1e99999999999999999999"),
        model(
            CLUB.replace("images = 50", "images = 1e-99999999"), priced("subscription", "month", ", plan = 'Member'")
        ),
        f"{OUTPUT}base = {{ low = 1{'0' * 90} }}",
        model(f"batch = [{{ factor = 0.{'0' * 90}1, effective_from = 'unknown', source = 'acme' }}]"),
        model(f"batch = [{', '.join([HALF] * 2)}]"),
        model("limits = { references = -1 }"),
        "x = " + "1" * 5000,
        "x = " + "[" * 5000,
    ],
    ids=[
        "multiple of 0",
        "tiles of 0",
        "negative tokens of a tile",
        "patches of 0",
        "negative multiple",
        "low above high",
        "quality without tokens",
        "negative text output",
        "plan of no hours",
        "image by the year",
        "prompt price by quality",
        "patches of no number",
        "day before the first",
        "exponent of 20 digits",
        "exponent that would take minutes",
        "tokens of 91 digits",
        "factor of 91 digits",
        "two discounts of one day",
        "negative limit",
        "5,000 digits",
        "5,000 brackets",
    ],
)
def test_list_that_cannot_be_counted_with_is_refused(toml: str) -> None:
    """Figures that would divide by zero, cost less than nothing or never be found are refused at load."""
    with pytest.raises(PriceListError):
        overlaid(toml)


def test_every_list_on_board_has_its_sources() -> None:
    """Each price, life, discount and capacity stands at an https address or in a package, checked on a known day."""
    catalog = built_in()
    sources = [price.source for model in catalog.models.values() for price in model.prices]
    sources += [discount.source for model in catalog.models.values() for discount in model.batch]
    sources += [model.lifecycle.source for model in catalog.models.values() if model.lifecycle.source]
    sources += [life.source for life in catalog.text_lifecycles.values() if life.source]
    sources += [model.subscription.capacity.source for model in catalog.models.values() if model.subscription]
    assert len(catalog.text_lifecycles) > 20
    for source in sources:
        assert re.fullmatch(r"https://\S+|PyPI package genai-prices 0\.2\.3", source.url)
        assert source.checked == date(2026, 11, 22)


def test_every_price_on_board_is_above_zero() -> None:
    """No model is free, by any meter, on any day."""
    prices = [price for model in built_in().models.values() for price in model.rate_card(TODAY).prices.values()]
    assert len(prices) > 150
    assert all(price.price > 0 and price.unit_price > 0 for price in prices)


def test_models_on_board_link_to_their_pages() -> None:
    """Each model names its provider and links to its page."""
    for each in built_in().models.values():
        assert each.page.startswith("https://")
        assert each.provider == ("Midjourney" if each.id == "midjourney" else "OpenAI")


def test_lines_name_the_price_they_use(acme: Catalog) -> None:
    """A line's price is the list's entry, with its source."""
    made = quote(acme, image_job("acme-flat"), TODAY)
    assert lines(made) == {"image": (100, usd("3"))}
    assert made.lines[0].price.source.url == "https://acme.example/prices"
    assert made.lines[0].price.effective_from == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_contracted_meter_is_not_outdone_by_an_old_list_price() -> None:
    """At $24 a million on gpt-image-2 the guide's job is 1,756 x 100 x $24/M + $0.023 = $4.2374, no longer $5.3230."""
    own = """
[[models]]
id = "gpt-image-2"
prices = [
  { meter = "image_output", usd = 24, per = 1_000_000, unit = "token", effective_from = 2026-11-01, source = "acme" },
]
"""
    made = quote(overlaid(own), image_job("gpt-image-2"), TODAY)
    assert (made.total, made.totals.listed) == (usd("4.2374"), None)
    assert quote(overlaid(own), image_job("gpt-image-2"), TODAY.replace(month=10)).total == usd("5.323")
