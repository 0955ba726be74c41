"""Headers of pictures of any size, made by hand, and streams of bytes, for tests."""

from collections.abc import AsyncIterator, Iterable
from zlib import crc32


def png(width: int, height: int, *, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG's mark and its IHDR chunk."""
    chunk = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([depth, colour, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0d" + chunk + crc32(chunk).to_bytes(4, "big")


def jpeg(width: int, height: int, *, before: bytes = b"", frame: int = 0xC0, components: int = 3) -> bytes:
    """A JPEG's start, segments before its frame, and the frame."""
    length = (8 + 3 * components).to_bytes(2, "big")
    sides = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8" + before + b"\xff" + bytes([frame]) + length + b"\x08" + sides + bytes([components]) + b"\0" * 9


def segment(marker: int, content: bytes) -> bytes:
    """A JPEG segment."""
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content


def gif(width: int, height: int) -> bytes:
    """A GIF's mark and screen."""
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\0\0\0"


def webp(kind: bytes, content: bytes) -> bytes:
    """A WebP of one chunk."""
    chunk = kind + len(content).to_bytes(4, "little") + content
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk


def extended(width: int, height: int) -> bytes:
    """The content of a VP8X chunk."""
    return b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


async def stream(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Chunks, one after the other."""
    for chunk in chunks:
        yield chunk
