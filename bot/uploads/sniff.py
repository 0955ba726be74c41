"""What a file is by its name and by its first bytes; nothing is opened, unpacked or decoded."""

from __future__ import annotations

from typing import Literal

Kind = Literal["txt", "csv", "md", "picture"]
Format = Literal["PNG", "JPEG", "GIF", "WebP"]

KINDS: dict[str, Kind] = {
    "txt": "txt",
    "text": "txt",
    "csv": "csv",
    "tsv": "csv",
    "md": "md",
    "markdown": "md",
    "png": "picture",
    "jpg": "picture",
    "jpeg": "picture",
    "jfif": "picture",
    "gif": "picture",
    "webp": "picture",
}

_PICTURES: dict[bytes, Format] = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}

_OTHERS = {
    b"PK\x03\x04": "a ZIP archive or Office document",
    b"PK\x05\x06": "an empty ZIP archive",
    b"PK\x07\x08": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"%PDF-": "a PDF",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office document",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"SQLite format 3\x00": "a database",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"BM": "a BMP picture",
    b"8BPS": "a Photoshop picture",
    b"\x00\x00\x01\x00": "an icon",
    b"\xff\x0a": "a JPEG XL picture",
    b"\x00\x00\x00\x0cJXL ": "a JPEG XL picture",
    b"\x00\x00\x00\x0cjP  ": "a JPEG 2000 picture",
    b"OggS": "a sound or video",
    b"ID3": "a sound",
    b"\x1a\x45\xdf\xa3": "a video",
}
_TEXTUAL = {b"BZh", b"BM", b"ID3"}  # also begin words: only a NUL or a stray byte soon after makes them what they say
_BRANDS = {b"avif": "an AVIF picture", b"avis": "an AVIF picture", b"qt  ": "a video"}
_HEIF = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_MARKUP = {
    b"<svg": "an SVG drawing",
    b"<?xml": "XML",
    b"<!doctype": "a web page",
    b"<html": "a web page",
}
_SPACE = b" \t\r\n\xef\xbb\xbf"


def kind_of(name: str) -> Kind | None:
    """What a file says it is by the end of its name; a name without an end is plain text."""
    _, point, end = name.rpartition(".")
    return KINDS.get(end.strip().lower()) if point else "txt"


def picture_format(data: bytes) -> Format | None:
    """PNG, JPEG, GIF or WebP, by the first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return next((name for start, name in _PICTURES.items() if data.startswith(start)), None)


def binary(data: bytes) -> str | None:
    """What a file that is no text is, by its first bytes, as a person would name it; None if nothing known."""
    if found := picture_format(data):
        return f"a {found} picture"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return _BRANDS.get(brand) or ("a HEIC picture" if brand in _HEIF else "a video")
    if data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI "):
        return "a sound or video"
    for start, name in _OTHERS.items():
        if data.startswith(start) and (start not in _TEXTUAL or b"\x00" in data[:64]):
            return name
    return None


def markup(data: bytes) -> str | None:
    """SVG, XML or a web page, by the first characters."""
    begins = data[:1000].lstrip(_SPACE)[:16].lower()
    return next((name for start, name in _MARKUP.items() if begins.startswith(start)), None)
