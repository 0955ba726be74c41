"""The words that the topics of `explain` are known by: data only.

A phrase names its topic. A signal does so by one word of each of its groups, wherever they stand in the question.
"""

from __future__ import annotations

from bot.request import Topic

PHRASES: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    ("basis", (
        "which total", "which of the totals", "guide's", "guides", "the guide", "likely bill", "three totals",
        "two totals", "metered", "listed", "additive", "which sum", "plan for more", "why plan", "totals differ",
        "different totals", "counted twice", "count twice", "double count", "which figure is right",
        "which number is right", "which amount is right", "several totals", "totals different",
        "two different totals",
        "more than one total", "which one is right", "headline", "counts twice", "twice", "three figures",
    )),
    ("volume", (
        "volume", "volumes", "enterprise", "bulk", "discount", "discounts", "wholesale", "large scale", "at scale",
        "big orders", "large orders", "rebate", "rebates", "large quantities", "high volumes", "volume pricing",
    )),
    ("control", (
        "under control", "out of control",
        "control costs", "control our costs", "control the costs", "control spending", "overspend",
        "overspending", "guardrails", "within budget", "stay in budget", "stay on budget", "in check",
        "control our spend", "control our spending", "control spend", "cost control", "control cost",
        "keep track of costs",
        "stay within our budget", "control over costs", "manage costs", "limit our costs", "control the spend",
        "blow the budget", "go over budget", "inside the budget", "inside our budget", "get out of hand",
        "cap our costs", "out of hand",
        "stay under budget", "keep an eye on",
    )),
    ("traps", (
        "hidden costs", "hidden cost", "hidden fees", "hidden", "gotcha", "gotchas", "trap", "traps", "pitfall",
        "pitfalls", "watch out", "surprise", "surprises", "bill go up", "bill goes up", "costs go up", "costs up",
        "cost go up", "price go up", "makes it expensive", "drives the cost", "drives the price", "drives up",
        "drive the cost", "drive up", "unexpected", "catch", "blow up", "explode", "push the bill up", "drives costs",
        "cost drivers", "makes the bill", "bill up", "bill bigger", "more expensive than expected",
        "pushes the price",
        "look out for", "costs explode", "makes images expensive", "increases the cost", "increase the cost",
        "raises the price", "affects the price", "affect the price", "influences the price",
    )),
    ("savings", (
        "savings", "save money", "we save", "i save", "cheaper options", "cheaper option", "cheaper way",
        "reduce costs",
        "reduce cost", "cut costs", "cut cost", "cut the cost", "lower the bill", "lower costs", "lower the cost",
        "spend less", "pay less", "make it cheaper", "get it cheaper", "saving tips", "save", "cheaper alternatives",
        "cheaper alternative", "bring the cost down", "bring costs down", "bring down", "reduce the bill",
        "reduce our bill", "reduce the cost", "reduce our costs", "economize", "economise", "saving", "cut the bill",
        "cut our bill", "be cheaper", "do this cheaper", "do it cheaper", "more cheaply", "reduce spend", "cut down",
        "lower our bill", "lower our costs", "cut our costs", "reduce spending", "cheaper images",
    )),
    ("tokens", (
        "what are tokens", "what is a token", "what's a token", "how do tokens work", "explain tokens",
        "what does token mean", "what are image tokens", "tokens mean", "token mean", "exactly is a token",
        "tokens are", "a token is", "about tokens", "why tokens", "what tokens are", "what a token is", "tokens work",
        "output tokens", "input tokens", "tokens exactly", "whats a token", "token count", "how many tokens",
        "explain the tokens", "token", "tokens",
    )),
    ("lines", (
        "lines", "line mean", "first line", "this line", "second line", "last line", "line items",
        "line item", "break it down", "breakdown", "break that down", "break this down",
        "why this figure", "why that figure", "why that much", "why so much", "why this much", "how did you get",
        "how did you calculate", "how do you calculate", "how is this calculated", "how is that calculated",
        "show your math", "show the math", "where does that", "where does this", "explain the total",
        "explain the quote",
        "explain the figure", "explain this quote", "explain the numbers", "explain that figure", "explain the price",
        "is the price calculated", "is the cost calculated", "the maths", "the math", "each line",
        "that number",
        "this number", "this figure", "that figure", "that sum", "why is it so", "why is that so", "explain the sum",
        "how did you arrive", "how do you arrive", "come from", "made up of", "composed", "explain that",
        "explain it",
        "explain this", "how come", "why is it", "why is that", "explain your", "itemize", "itemized", "itemised",
        "why so expensive", "the overhead", "what goes into", "walk me through",
    )),
    ("quality", (
        "difference between low", "difference between medium",
        "which quality", "what quality", "is auto a range", "auto", "quality should",
        "quality is enough", "quality do i need",
        "quality do we need",
        "quality setting", "quality settings", "quality level", "quality levels", "quality is best", "right quality",
        "low or medium", "medium or high", "low or high", "low good enough", "is medium enough", "high worth",
        "between low and", "between medium and", "low vs high", "medium vs high", "low vs medium", "good enough",
        "quality to use", "quality to pick", "quality to choose", "is high quality worth", "need high quality",
        "best quality for", "qualities", "quality for",
    )),
)  # fmt: skip
_SIGNALS: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    ("basis", (
        "totals figures amounts sums numbers ways", "three two several different both which", "why which what how",
    )),
    ("volume", (
        "price prices cost costs rate rates cheaper", "more bulk many volume larger bigger thousands higher quantities",
        "down drop drops cheaper lower fall falls less better",
    )),
    ("savings", (
        "cheaper less save lower reduce cut down", "tips tip ways way tricks advice ideas how where could",
        "images image pictures pics visuals bill spend costs",
    )),
    ("lines", ("line lines row rows overhead", "mean means stand stands what what's whats why explain")),
    ("quality", (
        "low medium high quality hd standard",
        "enough suffice suffices sufficient worth need difference why recommend recommended notice suitable mean means"
        " lose gain sacrifice",
        "when which why what what's do is does should how can",
    )),
)  # fmt: skip
SIGNALS: tuple[tuple[Topic, tuple[frozenset[str], ...]], ...] = tuple(
    (topic, tuple(frozenset(group.split()) for group in groups)) for topic, groups in _SIGNALS
)
OF_RIVALS = frozenset(
    "why still outdated retired old worth should normal different how use using bill billed plan plans hours work paid"
    " pay subscription".split()
)
"""What is asked of one rival, beside its name, where it is not its price."""
