import random
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.uploads import Picture, UploadRefused, picture_of, read_picture
from pricing import Size, built_in
from tests.uploads.headers import extended, gif, jpeg, png, segment, stream, webp
from tests.uploads.real_pictures import REAL


def refused(data: bytes, name: str = "a.png") -> str:
    """The sentence that a picture is refused with."""
    with pytest.raises(UploadRefused) as wrong:
        picture_of(name, data)
    return str(wrong.value)


@pytest.mark.parametrize("name", REAL)
def test_real_pictures(name: str) -> None:
    """Pictures that Pillow wrote are 61 by 47, animated, progressive and turned ones too."""
    formats = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WebP"}
    assert picture_of(name, REAL[name]) == Picture(name, formats[name.rpartition(".")[2]], Size(61, 47))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(1, 1), "1x1"),
        (png(100_000, 1_000), "100000x1000"),
        (png(10_000, 10_000, depth=1, colour=3), "10000x10000"),
        (gif(65_535, 1_500), "65535x1500"),
        (jpeg(4_000, 3_000), "4000x3000"),
        (jpeg(61, 47, frame=0xC2, components=1), "61x47"),
        (jpeg(61, 47, before=segment(0xE0, b"JFIF") + b"\xff\xff\xff" + segment(0xC4, b"table")), "61x47"),
        (jpeg(61, 47, before=segment(0xE1, jpeg(9, 9)) + segment(0xFE, b"")), "61x47"),
        (jpeg(61, 47, before=segment(0xE2, b"\0" * 65_533) * 255), "61x47"),
        (webp(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + bytes([61, 0x40, 47, 0x80])), "61x47"),
        (webp(b"VP8L", b"\x2f" + (60 | 46 << 14 | 1 << 28).to_bytes(4, "little")), "61x47"),
        (webp(b"VP8X", extended(16_384, 6_103)), "16384x6103"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_headers(data: bytes, size: str) -> None:
    """Dimensions stand where each format has them; a JPEG's thumbnail and colour profile are passed over."""
    assert str(picture_of("a.png", data).size) == size


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.png is cut short: it ends before its dimensions."),
        (b"\x89PNG", "a.png is cut short: it ends before its dimensions."),
        (png(1, 1)[:-1], "a.png is cut short: it ends before its dimensions."),
        (png(0, 9), "a.png is a damaged picture: it says it is 0 by 9 pixels."),
        (png(10_000, 10_001), "a.png says it is 10,000 by 10,001 pixels; at most 100 million pixels are taken."),
        (png(1_000_001, 1), "a.png says it is 1,000,001 by 1 pixels; at most 100 million pixels are taken."),
        (png(2**32 - 1, 2**32 - 1), "a.png says it is 4,294,967,295 by 4,294,967,295 pixels; at most"),
        (png(9, 9).replace(b"IHDR", b"CgBI"), "a.png is a damaged PNG picture: it does not begin with its header."),
        (png(9, 9)[:-1] + b"!", "a.png is a damaged PNG picture: its header's check sum is wrong."),
        (png(9, 9, depth=3), "a.png is a damaged PNG picture: there is no such kind of pixels."),
        (jpeg(9, 0), "a.png is a damaged picture: it says it is 9 by 0 pixels."),
        (jpeg(9, 9, before=segment(0xE0, b"x") + b"\x00"), "a.png is a damaged JPEG picture: a segment does not begin"),
        (jpeg(9, 9, before=segment(0xDA, b"x")), "a.png is a damaged JPEG picture: its pixels come before"),
        (
            jpeg(9, 9, before=b"\xff\xe0\0\1"),
            "a.png is a damaged JPEG picture: a segment is shorter than its own length",
        ),
        (jpeg(9, 9, before=b"\xff\xe0\xff\xff"), "a.png is cut short"),
        (jpeg(9, 9, before=segment(0xE0, b"") * 5_000), "a.png is a damaged JPEG picture: its dimensions do not come"),
        (
            jpeg(9, 9, before=b"\xff" * 5_000),
            "a.png is a damaged JPEG picture: its dimensions do not come in its first 4,096",
        ),
        (jpeg(9, 9, components=0), "a.png is a damaged JPEG picture: its frame contradicts itself."),
        (webp(b"ALPH", b"x" * 20), "a.png is a damaged WebP picture: it does not begin with a picture."),
        (
            webp(b"VP8L", b"\x2e" + b"x" * 20),
            "a.png is a damaged WebP picture: its pixels do not begin with their mark.",
        ),
        (webp(b"VP8 ", b"\x11" + b"x" * 20), "a.png is a damaged WebP picture: its pixels do not begin with a whole"),
        (webp(b"VP8X", b"x" * 5), "a.png is cut short"),
        (gif(9, 0), "a.png is a damaged picture: it says it is 9 by 0 pixels."),
        (b"<svg width='9' height='9'><image href='file:///x'/>", "a.png is an SVG drawing; send prompts as"),
        (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]>', "a.png is XML; "),
        (b"\xef\xbb\xbf <html><title>Sign in to Slack", "a.png is a web page; "),
        (b"PK\x03\x04" + b"x" * 20, "a.png is a ZIP archive or Office document; "),
        (b"\0\0\0\x20ftypavif" + b"x" * 20, "a.png is an AVIF picture; "),
        (b"\0\0\0\x20ftypmif1" + b"x" * 20, "a.png is a HEIC picture; "),
        (b"BM\0\0\0\0" + b"x" * 20, "a.png is a BMP picture; "),
        (b"II*\0" + b"x" * 20, "a.png is a TIFF picture; "),
        (b"\0\0\1\0" + b"x" * 20, "a.png is an icon; "),
        (b"a red fox in snow", "a.png is no picture that is known; "),
        (png(9, 9) + b"\0" * 20_000_000, "a.png is over 20 MB, the most that is read; split it or send a smaller one."),
    ],
    ids=lambda value: value[:48] if isinstance(value, str) else "",
)
def test_refusals(data: bytes, said: str) -> None:
    """What is no picture, a damaged one or a huge one is refused in one sentence that names it and why."""
    sentence = refused(data)
    assert sentence.startswith(said)
    assert sentence.endswith(".")


def test_format_is_that_of_the_content() -> None:
    """A JPEG that is called .png is a JPEG."""
    assert picture_of("a.png", jpeg(9, 9)).format == "JPEG"


@pytest.mark.parametrize("size", [1, 7, 4_096, 100_000])
async def test_a_stream_is_read_until_the_dimensions_are_known(size: int) -> None:
    """Of a picture with 130 kB before its dimensions and 20 MB after them no more than twice what it takes is read."""
    data = jpeg(61, 47, before=segment(0xE1, b"\0" * 65_000) * 2) + b"\0" * 20_000_000
    taken = 0

    def chunks() -> Any:
        nonlocal taken
        for start in range(0, len(data), size):
            taken += size
            yield data[start : start + size]

    assert (await read_picture("a.jpg", stream(chunks()))).size == Size(61, 47)
    assert taken <= 300_000


@pytest.mark.parametrize(
    ("chunks", "said"),
    [
        (chain([b"\xff\xd8"], repeat(segment(0xE0, b"\0" * 60_000))), "over 20 MB, the most that is read"),
        (repeat(b""), "over 20 MB, the most that is read"),
        (repeat(b"\0" * 1_000_000), "no picture that is known"),
        ([], "cut short: it ends before its dimensions."),
        ([b"\xff\xd8\xff", b""], "cut short: it ends before its dimensions."),
        ([png(9, 9)[:20], b"", png(9, 9)[20:30]], "cut short: it ends before its dimensions."),
    ],
    ids=["segments", "nothing", "zeros", "no chunk", "start", "broken off"],
)
async def test_streams_that_hold_no_picture_end(chunks: Any, said: str) -> None:
    """Endless streams are left at 20 MB or as soon as it is clear that no picture comes."""
    with pytest.raises(UploadRefused, match=said):
        await read_picture("a.jpg", stream(chunks))


def damaged(data: bytes, luck: random.Random) -> bytes:
    """A file with some bytes changed, added, taken out, or its end cut off, mostly in its header."""
    result = bytearray(data)
    for _ in range(luck.randint(1, 5)):
        at = luck.randrange(min(len(result), luck.choice([16, 64, 1_000])) or 1)
        match luck.randrange(5):
            case 0 | 1:
                result[at : at + 1] = luck.randbytes(1)
            case 2:
                result[at:at] = luck.randbytes(luck.randint(1, 6))
            case 3:
                del result[at : at + luck.randint(1, 6)]
            case _:
                result[at : at + 2] = luck.choice([b"\xff\xff", b"\0\0", b"\x7f\xff", b"\xff\xc0"])
    return bytes(result[: luck.randrange(len(result) + 1)] if luck.random() < 0.2 else result)


def test_damaged_pictures_are_pictures_or_refused(full: bool) -> None:
    """Whatever is damaged in a real header, a picture or a refusal comes of it, never another error."""
    luck = random.Random(4)
    pictures = 0
    for _ in range(300_000 if full else 10_000):
        with suppress(UploadRefused):
            found = picture_of("a.png", damaged(luck.choice(list(REAL.values())), luck))
            assert 0 < found.size.pixels <= 100_000_000
            pictures += 1
    assert pictures > 1_000


@given(st.sampled_from([png(9, 9)[:16], b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBPVP8 ", b""]), st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(start: bytes, rest: bytes) -> None:
    """After any right start, any bytes are a picture within the limits or refused."""
    with suppress(UploadRefused):
        assert 0 < picture_of("a.png", start + rest).size.pixels <= 100_000_000


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_every_picture_can_be_priced(width: int, height: int) -> None:
    """Each model that takes references knows how many tokens a picture of any shape is."""
    size = picture_of("a.png", png(width, height)).size
    for model in built_in().models.values():
        if model.input:
            assert 0 < model.input.count(size, "low") < 100_000
