"""Numbers in words, and what multiplies the number before it: data only."""

from __future__ import annotations

from decimal import Decimal

ONES = {
    word: Decimal(value)
    for value, words in enumerate(
        "zero|one single|two pair|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
        "|fifteen|sixteen|seventeen|eighteen|nineteen".split("|")
    )
    for word in words.split()
}
TENS = {
    word: Decimal(10 * value)
    for value, words in enumerate("twenty|thirty|forty fourty|fifty|sixty|seventy|eighty|ninety".split("|"), start=2)
    for word in words.split()
}
SCALES = {
    "dozen": Decimal(12),
    "score": Decimal(20),
    "gross": Decimal(144),
    "hundred": Decimal(100),
    "hundered": Decimal(100),
    "thousand": Decimal(1000),
    "thousands": Decimal(1000),
    "million": Decimal(10**6),
    "mio": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "quintillion": Decimal(10**18),
    "grand": Decimal(1000),
}
SUFFIXES = {"k": 10**3, "m": 10**6, "mio": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tsd": 10**3}
COUPLES = {"couple": Decimal(2), "pair": Decimal(2)}
