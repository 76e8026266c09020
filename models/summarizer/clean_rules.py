"""What the product does around the network, again in Python, so that its figures are near the product's: the plain filler rule
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


TAKES_BACK = frozenset("sorry wait mean rather actually oops no".split())
AROUND_IT = frozenset("i or um uh er well oh hang hold on make that".split())


@dataclass(frozen=True)
class Guard:
    """What the least likely step must reach: for any answer, for one that leaves out a negation, a number or a name, and for one where
    all of those are numbers taken back aloud."""

    at_least: float
    weighty: float
    corrected: float

    def allows(self, words: list[str], keep: list[bool], enough: float) -> bool:
        losses = weighty_losses(words, keep)
        if losses and all(is_corrected(words, keep, at) for at in losses):
            return enough >= self.corrected
        return enough >= (max(self.at_least, self.weighty) if losses else self.at_least)


def kind_of(word: str, at: int) -> str | None:
    plain = spoken(word)
    if NEGATION.fullmatch(plain):
        return "negation"
    if is_number(word):
        return "number"
    is_name = at > 0 and re.match(r"[^a-zA-ZÀ-ÿ]*[A-ZÀ-Þ]", word) and not re.fullmatch(r"i(?:'\w+)?", plain)
    return "name" if is_name else None


def weighty_losses(words: list[str], keep: list[bool]) -> list[int]:
    plains = [spoken(word) for word in words]
    return [
        at for at in range(len(words)) if not keep[at] and kind_of(words[at], at)
        and not any(keep[near] and plains[near] == plains[at] for near in range(max(0, at - NEAR), min(len(words), at + NEAR + 1)))
    ]  # fmt: skip


def is_number(word: str) -> bool:
    plain = spoken(word)
    return bool(re.search(r"\d", plain)) or any(part in NUMBERS for part in plain.split("-"))


def is_corrected(words: list[str], keep: list[bool], at: int) -> bool:
    """Does the word go with a number and with what was said to take it back, and does another number follow?"""
    start, end = at, at
    while end < len(words) and not keep[end]:
        end += 1
    while start > 0 and not keep[start - 1]:
        start -= 1
    cue = end
    while cue > start and spoken(words[cue - 1]) in TAKES_BACK | AROUND_IT:
        cue -= 1
    is_said = any(spoken(word) in TAKES_BACK for word in words[cue:end])
    if not is_said or not any(is_number(word) for word in words[start:cue]):
        return False
    follows = any(keep[place] and is_number(words[place]) for place in range(end, min(len(words), end + NEAR)))
    return follows and (at >= cue or is_number(words[at]))


def guarded(words: list[str], kept: list[int], sure: list[float], guard: Guard | None) -> tuple[list[bool], bool]:
    """→ which words stay, and whether that is the network's answer."""
    places = set(kept)
    keep = [at in places for at in range(1, len(words) + 1)]
    allowed = any(keep) and (guard is None or guard.allows(words, keep, min(sure)))
    return (keep, True) if allowed else (without_fillers(words), False)
