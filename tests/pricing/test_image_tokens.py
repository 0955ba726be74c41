from decimal import Decimal

import pytest

from pricing import Size, UnsupportedOption
from pricing.image_tokens import InputPatches, InputTiles, OutputFormula, OutputScaled, OutputTable, TokenRange

TILES = InputTiles(fit=2048, side=512, base=65, per_tile=129, high_fidelity={"square": 4160, "other": 6240})
PATCHES = InputPatches(patch=32, budget=1536, upscale_below=1024)
SQUARE = Size(1024, 1024)


@pytest.mark.parametrize(
    ("size", "tiles"),
    [
        ("1024x1024", 1),  # 512x512
        ("256x256", 1),  # never scaled up
        ("513x400", 2),
        ("1536x1024", 2),  # 768x512
        ("2048x4096", 2),  # 1024x2048, then 512x1024
        ("4096x512", 4),  # 2048x256
        ("512x1100", 3),
        ("1x1000000", 4),  # 1x2048, less than a pixel wide
    ],
)
def test_reference_tiles(size: str, tiles: int) -> None:
    """Fitted into 2048, the shorter side scaled down to 512: 65 tokens and 129 for each tile of 512 pixels begun."""
    assert TILES.count(Size.parse(size), "low") == 65 + 129 * tiles


def test_high_fidelity_adds_by_shape() -> None:
    """High input fidelity adds 4,160 tokens to a square and 6,240 to any other shape."""
    assert TILES.count(SQUARE, "high") == 65 + 129 + 4160
    assert TILES.count(Size(1536, 1024), "high") == 65 + 2 * 129 + 6240


def test_model_without_high_fidelity() -> None:
    """A model that reads at low fidelity only refuses high, and says that low is the nearest."""
    with pytest.raises(UnsupportedOption, match="low input fidelity only") as refused:
        InputTiles(2048, 512, 65, 129).count(SQUARE, "high")
    assert refused.value.nearest == "low"


@pytest.mark.parametrize(
    ("size", "tokens"),
    [
        ("1x1", 32 * 32),  # scaled up to 1024
        ("100x50", 32 * 16),
        ("1024x1536", 32 * 48),
        ("2048x2048", 39 * 39),  # the square root of 1,536 is 39.2
        ("2556x1179", 57 * 26),
        ("3840x2160", 52 * 29),  # 52.26 by 29.39: scaled to 52 across, 29.25 down, which is 30; 1,560 is over
        ("1x1000000", 1536),
    ],
)
def test_reference_patches(size: str, tokens: int) -> None:
    """Patches of 32 pixels, scaled up to 1,024 and down to 1,536 patches, whatever the fidelity."""
    assert PATCHES.count(Size.parse(size), "low") == PATCHES.count(Size.parse(size), "high") == tokens


def test_table_without_a_cell() -> None:
    """A table has counts only for the qualities and sizes that it lists."""
    table = OutputTable({"low": {SQUARE: 272}})
    assert table.count("low", SQUARE) == TokenRange(272, 272)
    with pytest.raises(UnsupportedOption, match="No token count is known for high images of 1024x1024"):
        table.count("high", SQUARE)
    with pytest.raises(UnsupportedOption, match="No token count is known for low images of 1536x1024"):
        table.count("low", Size(1536, 1024))


def test_formula_by_hand() -> None:
    """1536x1024 at base 96: 64 units, and 96 x 64 x 3,572,864 / 4,000,000 = 5,487.9, which is 5,488."""
    formula = OutputFormula({"high": 96, "low": 16})
    assert formula.count("high", Size(1536, 1024)).high == 5488
    assert formula.count("high", Size(1024, 1536)).high == 5488
    with pytest.raises(UnsupportedOption, match="No token count is known for max images"):
        formula.count("max", SQUARE)


@pytest.mark.parametrize(("short", "units"), [(1008, 8), (1040, 8), (1136, 9), (1264, 10), (1200, 9)])
def test_units_round_half_to_even(short: int, units: int) -> None:
    """16 x 1200 / 2048 is 9.375, 9 units; 7.875 and 8.125 are 8, 8.875 is 9, 9.875 is 10."""
    pixels = 2048 * short
    tokens = -(-16 * units * (2_000_000 + pixels) // 4_000_000)
    assert OutputFormula({"low": 16}).count("low", Size(2048, short)).high == tokens


@pytest.mark.parametrize(("short", "units"), [(1600, 12), (1088, 8), (1216, 10)])
def test_units_of_a_tie_are_even(short: int, units: int) -> None:
    """16 x 1600 / 2048 is 12.5, 12 units; 8.5 is 8; 9.5 is 10."""
    tokens = -(-16 * units * (2_000_000 + 2048 * short) // 4_000_000)
    assert OutputFormula({"low": 16}).count("low", Size(2048, short)).high == tokens


def test_multiple_is_rounded_outwards() -> None:
    """3 to 4.25 times 439 tokens are 1,317 to 1,865.75, which is 1,866."""
    scaled = OutputScaled(OutputFormula({"medium": 24}), {"medium": (Decimal(3), Decimal("4.25"))})
    assert scaled.count("medium", SQUARE) == TokenRange(1317, 1866)


def test_multiple_without_a_factor() -> None:
    """A quality that the other family has and the multiple does not is refused like any other."""
    scaled = OutputScaled(OutputFormula({"low": 16, "max": 96}), {"low": (Decimal(1), Decimal(2))})
    with pytest.raises(UnsupportedOption, match="No token count is known for max images"):
        scaled.count("max", SQUARE)
