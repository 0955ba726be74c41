import pytest

from pricing import Size, UnsupportedOption, built_in
from pricing.size import SizeList, SizeRule, listed

FREE = SizeRule(multiple_of=16, max_edge=3840, max_ratio=3, min_pixels=655_360, max_pixels=8_294_400)


@pytest.mark.parametrize("written", ["1536x1024", "1536X1024", "1536×1024"])
def test_sizes_are_read(written: str) -> None:
    """Width and height with x, X or the multiplication sign between them."""
    size = Size.parse(written)
    assert (size.width, size.height, str(size)) == (1536, 1024, "1536x1024")
    assert (size.short, size.long, size.pixels) == (1024, 1536, 1_572_864)


@pytest.mark.parametrize(
    "written",
    ["", "big", "1024", "0x10", "10x0", "1000001x1", "-1x5", "1.5x2", "1x2x3", pytest.param("x" * 10**6, id="1 MB")],
)
def test_what_is_no_size_is_refused(written: str) -> None:
    """Words, zero, more than a million pixels a side and a megabyte of text are refused in one short sentence."""
    with pytest.raises(UnsupportedOption, match=r"is not an image size; write it as WIDTHxHEIGHT") as refused:
        Size.parse(written)
    assert refused.value.nearest == "1024x1024"
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize(
    ("size", "allowed"),
    [
        ("1024x1024", True),
        ("1024x640", True),  # 655,360 pixels, the fewest
        ("3840x2160", True),  # 8,294,400 pixels, the most
        ("3840x1280", True),  # 3:1
        ("1024x624", False),
        ("3840x2176", False),
        ("3840x1264", False),
        ("3856x2048", False),
        ("1000x1024", False),
        ("1024x1000", False),
    ],
)
def test_rule_of_free_sizes(size: str, allowed: bool) -> None:
    """Sides are multiples of 16, 3840 at most, up to 3:1, with 655,360 to 8,294,400 pixels."""
    assert FREE.allows(Size.parse(size)) is allowed


@pytest.mark.parametrize(
    "size", ["1x1", "1000x1000", "5000x3000", "100x4000", "4000x100", "1000000x1", "3840x2170", "809x811"]
)
def test_nearest_free_size_is_the_nearest_of_all(size: str) -> None:
    """No allowed size is nearer, by distance in width and height, than the one named; of two the smaller is."""
    wanted = Size.parse(size)
    sides = range(16, 3841, 16)
    every = (
        ((width - wanted.width) ** 2 + (height - wanted.height) ** 2, width * height, width, height)
        for width in sides
        for height in sides
        if width <= 3 * height and height <= 3 * width and 655_360 <= width * height <= 8_294_400
    )
    *_, width, height = min(every)
    assert FREE.nearest(wanted) == Size(width, height)


def test_nearest_free_size_where_a_width_allows_no_height() -> None:
    """Widths that no height fits are passed over: here only 48x16 and 16x48 are allowed, by ratio and pixels."""
    rule = SizeRule(multiple_of=16, max_edge=48, max_ratio=3, min_pixels=700, max_pixels=800)
    assert rule.nearest(Size(40, 10)) == Size(48, 16)


def test_nearest_listed_size_has_the_closest_shape() -> None:
    """A wide size is nearest to the wide one of a list, and of two squares the one of closer area."""
    made = SizeList((Size(256, 256), Size(1024, 1024), Size(1792, 1024)))
    assert made.nearest(Size(1536, 1024)) == Size(1792, 1024)
    assert made.nearest(Size(300, 300)) == Size(256, 256)
    assert made.nearest(Size(900, 1000)) == Size(1024, 1024)


@pytest.mark.parametrize(
    ("model", "wanted", "size"),
    [
        ("gpt-image-1-mini", "portrait", "1024x1536"),
        ("dall-e-3", "landscape", "1792x1024"),
        ("dall-e-2", "512x512", "512x512"),
        ("midjourney", "5x7", "5x7"),
    ],
)
def test_model_understands_shapes(model: str, wanted: str, size: str) -> None:
    """Square, portrait and landscape mean what they mean on the model; a model without rules makes any size."""
    assert str(built_in().model(model).sizes.resolve(model, wanted)) == size


@pytest.mark.parametrize(
    ("model", "wanted", "said", "nearest"),
    [
        ("gpt-image-1", "4000x4000", "it makes 1024x1024, 1024x1536 and 1536x1024. The nearest is", "1024x1024"),
        ("dall-e-3", "1536x1024", "it makes 1024x1024, 1024x1792 and 1792x1024. The nearest is", "1792x1024"),
        ("dall-e-2", "portrait", "dall-e-2 makes no portrait images; it makes square.", "1024x1024"),
        ("gpt-image-2", "1000x1000", "no more than 3:1, with 655,360 to 8,294,400 pixels. The nearest is", "992x992"),
    ],
)
def test_size_out_of_rules(model: str, wanted: str, said: str, nearest: str) -> None:
    """A refusal names the model, the size, the rule and the nearest allowed size."""
    with pytest.raises(UnsupportedOption) as refused:
        built_in().model(model).sizes.resolve(model, wanted)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{model} makes no {wanted} images")
    assert refused.value.nearest == nearest


def test_names_are_listed_as_people_do() -> None:
    """One name alone, more with commas and a last word."""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
