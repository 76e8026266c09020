"""What the product does around the network, again in Python, so that its figures are those of the product: the plain filler rule
(main/worker/tasks/clean-fillers.ts) and the guard (clean-guard.ts)."""

import re
from dataclasses import dataclass

HESITATION = re.compile(r"(?:u+m+|u+h+m*|e+rm*|a+h+|m{2,}|h+m+|m+-?h+m+|u+h+-?h+u+h+)")
ASIDES = [("you", "know"), ("i", "mean")]
DOUBLED = frozenset(
    "very really so much more many no yes yeah never always far long had that is was who ha bye knock there well now please".split()
)
NEGATION = re.compile(r"(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|.*n't)")
NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half double twice first second third dozen"
    " quarter".split()
)
NEAR = 4


def spoken(word: str) -> str:
    """Lower case without marks: "Don’t," → "don't"."""
    return re.sub(r"[^\w'-]|_", "", word.lower().replace("’", "'")).strip("'-")


def without_fillers(words: list[str]) -> list[bool]:
    plains = [spoken(word) for word in words]
    keep = [not HESITATION.fullmatch(plain) for plain in plains]
    for at in range(len(words) - 1):
        before = at - 1
        while before >= 0 and not keep[before]:
            before -= 1
        apart = before < 0 or words[at - 1].endswith(",")
        last = at + 2 == len(words)
        ended = words[at + 1].endswith(",") or (last and before >= 0)
        if (plains[at], plains[at + 1]) in ASIDES and words[at].lower() == plains[at] and apart and ended:
            keep[at] = keep[at + 1] = False
    left = [at for at, kept in enumerate(keep) if kept]
    for length in (3, 2, 1):
        place = 0
        while place + 2 * length <= len(left):
            first, second = left[place : place + length], left[place + length : place + 2 * length]
            if not is_repeat(words, plains, first, second):
                place += 1
                continue
            for at in first:
                keep[at] = False
            left = [at for at in left if keep[at]]
    return keep


def is_repeat(words: list[str], plains: list[str], first: list[int], second: list[int]) -> bool:
    if any(not plains[a] or re.search(r"\d", plains[a]) or plains[a] != plains[b] for a, b in zip(first, second)):
        return False
    if any(re.search(r"[.!?:;…\"”)]$", words[at]) for at in first):
        return False
    return not all(plains[at] in DOUBLED for at in first)


@dataclass(frozen=True)
class Guard:
    """What the least likely step must reach: for any answer, and for one that leaves out a negation, a number or a name."""

    at_least: float
    weighty: float


def weighty_losses(words: list[str], keep: list[bool]) -> list[int]:
    plains = [spoken(word) for word in words]

    def is_weighty(at: int) -> bool:
        plain = plains[at]
        if NEGATION.fullmatch(plain) or plain in NUMBERS or re.search(r"\d", plain) or any(p in NUMBERS for p in plain.split("-")):
            return True
        return at > 0 and bool(re.match(r"[^a-zA-ZÀ-ÿ]*[A-ZÀ-Þ]", words[at])) and not re.fullmatch(r"i(?:'\w+)?", plain)

    return [
        at for at in range(len(words)) if not keep[at] and is_weighty(at)
        and not any(keep[near] and plains[near] == plains[at] for near in range(max(0, at - NEAR), min(len(words), at + NEAR + 1)))
    ]  # fmt: skip


def guarded(words: list[str], kept: list[int], sure: list[float], guard: Guard | None) -> tuple[list[bool], bool]:
    """→ which words stay, and whether that is the network's answer."""
    places = set(kept)
    keep = [at in places for at in range(1, len(words) + 1)]
    enough = min(sure)
    allowed = any(keep) and (
        guard is None or (enough >= guard.at_least and (enough >= guard.weighty or not weighty_losses(words, keep)))
    )
    return (keep, True) if allowed else (without_fillers(words), False)
