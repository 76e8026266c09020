"""Speech out of clean sentences: hesitations, repeats, repairs and false starts, new every time it is asked.

What is left out is always the slip and what stands between it and its repair, never the repair itself.
"""

import random
from collections.abc import Sequence

from data import plain
from noise_words import ANEW, BETWEEN, FAMILY, GRAMMAR, HESITATIONS, JOINTS, NOTHING_REPAIRED, NUMBERS, PHRASES, TWICE

Spoken = tuple[list[str], list[bool]]


def chooser(weights: dict[str, int]):
    words, counts = list(weights), list(weights.values())
    return lambda rng: rng.choices(words, counts)[0].split()


between = chooser(BETWEEN)
anew = chooser({**{key: count // 2 for key, count in BETWEEN.items() if count > 2}, **{key: 6 * n for key, n in ANEW.items()}})


class Bank:
    """Phrases of other sentences, by the word that they follow, and other sentences' beginnings by their first word."""

    def __init__(self, sentences: Sequence[list[str]], rng: random.Random) -> None:
        self.sentences = sentences
        self.after: dict[str, list[list[str]]] = {}
        self.capitals: dict[str, int] = {}
        for words in rng.sample(list(sentences), min(len(sentences), 30_000)):
            for begin, end in phrases(words):
                kept = self.after.setdefault(words[begin - 1].lower() if begin else "", [])
                if len(kept) < 4000:
                    kept.append([bare(word) for word in words[begin:end]])
            for word in words[1:]:
                self.capitals[word.lower()] = self.capitals.get(word.lower(), 0) + (1 if word[0].isupper() else -1)

    def phrase(self, after: str, rng: random.Random) -> list[str]:
        found = self.after.get(after.lower()) or self.after["the"]
        return list(rng.choice(found))

    def lower(self, word: str) -> str:
        """A word of a sentence's beginning as it stands inside one."""
        isName = self.capitals.get(word.lower(), 1) > 0 or word.startswith(("I'", "“", '"')) or word == "I"
        return word if isName else word[:1].lower() + word[1:]


def bare(word: str) -> str:
    return word.strip(".,;:?!\"()“”") or word


def ends(word: str) -> bool:
    return word[-1] in ".,;:?!)"


def phrases(words: list[str]) -> list[tuple[int, int]]:
    """Where runs of one to four words lie that are no joints."""
    found, begin = [], None
    for at, word in enumerate([*words, "the"]):
        if word.lower() in JOINTS or not plain(word):
            if begin is not None and at - begin <= 4:
                found.append((begin, at))
            begin = None
            continue
        begin = at if begin is None else begin
        if ends(word):
            if at + 1 - begin <= 4:
                found.append((begin, at + 1))
            begin = None
    return found


class Noise:
    def __init__(self, bank: Bank, rng: random.Random) -> None:
        self.bank = bank
        self.rng = rng

    def speak(self, words: list[str]) -> Spoken:
        """Some slips in a sentence. → its words as spoken, and which of them are meant."""
        rng = self.rng
        out, keep = list(words), [True] * len(words)
        ways = rng.choices(
            [(self.repair,), (self.restart,), (self.hesitate,), (self.repeat,), (self.repair, self.hesitate), (self.repeat, self.hesitate),
             (self.restart, self.hesitate), (self.repair, self.repeat), (self.hesitate, self.hesitate), (self.repair, self.repair)],
            [26, 16, 13, 17, 8, 12, 4, 6, 3, 2],
        )[0]  # fmt: skip
        commas = rng.random() < 0.55
        for way in ways:
            way(out, keep, commas)
        return out, keep

    def insert(self, out: list[str], keep: list[bool], at: int, words: list[str]) -> None:
        out[at:at] = words
        keep[at:at] = [False] * len(words)

    def hesitate(self, out: list[str], keep: list[bool], commas: bool) -> None:
        rng = self.rng
        for _ in range(rng.choices([1, 2, 3], [6, 3, 1])[0]):
            isPhrase = rng.random() < 0.3
            words = rng.choice(PHRASES if isPhrase else HESITATIONS).split()
            at = rng.randrange(len(out) + (0 if rng.random() < 0.9 else 1))
            if at == 0 and isPhrase and words[0] in ("like", "kind", "sort"):
                continue
            if rng.random() < (0.85 if isPhrase else 0.6 if commas else 0.1):
                words[-1] += ","
                if at and not ends(out[at - 1]) and rng.random() < 0.6:
                    out[at - 1] += ","
            if at == 0:
                words[0] = words[0][0].upper() + words[0][1:]
                if rng.random() < 0.7:
                    out[0] = self.bank.lower(out[0])
            self.insert(out, keep, at, words)

    def repeat(self, out: list[str], keep: list[bool], commas: bool) -> None:
        rng = self.rng
        for _ in range(rng.choices([1, 2], [7, 3])[0]):
            size = rng.choices([1, 2, 3, 4], [5, 3, 2, 1])[0]
            at = rng.randrange(max(1, len(out) - size + 1))
            said = out[at : at + size]
            isPlain = all(word[-1].isalnum() and not isNumber(word) for word in said)
            doubled = {plain(word) for word in said} & TWICE.keys() if size == 1 else set()
            if not isPlain or not all(keep[at : at + size]) or (doubled and not (commas and doubled <= GRAMMAR)):
                continue
            if size == 1 and rng.random() < 0.2 and len(said[0]) > 2:
                said = [said[0][: rng.randint(1, len(said[0]) - 1)] + "-"]
            times = rng.choices([1, 2], [9, 1])[0]
            slip = [word for _ in range(times) for word in said]
            if commas and (doubled or rng.random() < 0.6) and not slip[-1].endswith("-"):
                slip[-1] += ","
            if rng.random() < 0.2:
                slip += [rng.choice(HESITATIONS)]
            if at == 0:
                out[0] = self.bank.lower(out[0])
            self.insert(out, keep, at, slip)

    def repair(self, out: list[str], keep: list[bool], commas: bool) -> None:
        """Another phrase, taken back: "at the bank, no sorry, at the post office"."""
        rng = self.rng
        begin, end, slip = self.slip(out)
        if end <= begin or not all(keep[begin:end]):
            return
        back = 0
        if rng.random() < 0.45:
            back = min(begin, rng.choices([1, 2, 3, 4], [5, 4, 2, 1])[0])
            while back and (not all(keep[begin - back : begin]) or any(ends(word) for word in out[begin - back : begin])):
                back -= 1
        slip = out[begin - back : begin] + slip
        if rng.random() < 0.3:
            # "two more weeks, no sorry, three more weeks": what follows is said twice too.
            more = out[end : end + rng.randint(1, 3)]
            if more and not any(ends(word) for word in more) and not ends(out[end - 1]):
                slip += [bare(word) for word in more]
        at = begin - back
        slip = [bare(word) for word in slip[:-1]] + [bare(slip[-1])]
        words = self.interregnum(between, commas, slip)
        if at == 0:
            if rng.random() < 0.5:
                out[0] = self.bank.lower(out[0])
            words[0] = words[0][:1].upper() + words[0][1:]
        self.insert(out, keep, at, words)

    def slip(self, out: list[str]) -> tuple[int, int, list[str]]:
        """→ where the words stand that are said wrongly at first, and what is said."""
        rng = self.rng
        related = [at for at, word in enumerate(out) if bare(word).lower() in FAMILY or bare(word).isdecimal()]
        if related and rng.random() < 0.5:
            at = rng.choice(related)
            return at, at + 1, [self.other(bare(out[at]))]
        found = phrases(out)
        if not found:
            return 0, 0, []
        begin, end = rng.choice(found)
        if rng.random() < 0.15 and end - begin > 1:
            begin = rng.randrange(begin, end)
        slip = self.bank.phrase(out[begin - 1] if begin else "", rng)
        if rng.random() < 0.15:
            joint = rng.choice(("of the", "in the", "to", "and the", "for", "the"))
            slip += joint.split() + (self.bank.phrase("the", rng) if rng.random() < 0.5 else [])
        if [word.lower() for word in slip] == [bare(word).lower() for word in out[begin:end]]:
            return 0, 0, []
        return begin, end, slip[:6]

    def other(self, word: str) -> str:
        rng = self.rng
        if word.isdecimal():
            changed = str(max(0, int(word[-6:]) + rng.choice((-100, -10, -3, -2, -1, 1, 2, 3, 5, 10, 50))))
            return changed if changed != word else word + "0"
        family = [other for other in FAMILY[word.lower()] if other.lower() != word.lower()]
        found = rng.choice(family)
        return found if not word[0].isupper() or found[0].isupper() else found.capitalize()

    def interregnum(self, choose, commas: bool, slip: list[str]) -> list[str]:
        rng = self.rng
        if rng.random() < 0.03 and len(slip) < 4:
            return [*slip[:-1], slip[-1] + ",", "no", "not", *slip[-1:], "but"]
        middle = choose(rng)
        if commas:
            if rng.random() < 0.85:
                slip = [*slip[:-1], slip[-1] + rng.choice((",", ",", ",", ",", " —", "...", "."))]
            if rng.random() < 0.75:
                middle = [*middle[:-1], middle[-1] + ","]
            if len(middle) > 1 and rng.random() < 0.2:
                middle = [middle[0] + ",", *middle[1:]]
        if rng.random() < 0.07:
            middle = [rng.choice(HESITATIONS) + ("," if commas and rng.random() < 0.5 else ""), *middle]
        return " ".join([*slip, *middle]).split()

    def restart(self, out: list[str], keep: list[bool], commas: bool) -> None:
        """Another beginning, given up: "Where was, no, let me ask, who paid for it?"."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.35:
            given = [bare(word) for word in rng.choice(self.bank.sentences)[: rng.choices(range(1, 8), [6, 7, 5, 4, 3, 2, 1])[0]]]
        elif kind < 0.7:
            size = min(len(out) - 1, rng.choices(range(1, 7), [5, 7, 5, 3, 2, 1])[0])
            given = [bare(word) for word in out[:size]]
            for at in range(len(given)):
                if given[at].lower() in FAMILY and rng.random() < 0.5:
                    given[at] = self.other(given[at])
            if rng.random() < 0.6:
                given += self.bank.phrase(given[-1] if given else "the", rng)[:3]
        else:
            given = [rng.choice("Who What Where When Why How Which It We I The There He They You".split())]
            given += rng.choice(["is", "was", "did", "are", "do", "the", "is the", "were the", "does", "did the", "has", "many", "can"]).split()
        if not given:
            return
        words = self.interregnum(anew if rng.random() < 0.6 else between, commas, given)
        words[0] = words[0][:1].upper() + words[0][1:]
        if rng.random() < 0.75:
            out[0] = self.bank.lower(out[0])
        self.insert(out, keep, 0, words)

    def untouched(self, words: list[str]) -> list[str]:
        """Clean text that looks like slips: words that are said twice on purpose, and "no" that repairs nothing."""
        rng = self.rng
        if rng.random() < 0.5:
            out = []
            for word in words:
                out += [word] * (2 if rng.random() < TWICE.get(word, 0) else 1)
            return out
        out = []
        n, m = rng.sample(NUMBERS[:10], 2)
        for word in rng.choice(NOTHING_REPAIRED).split():
            if word == "(...)":
                out += [self.bank.lower(words[0]) if out and out[-1][-1] != "." else words[0], *words[1:]]
            elif "{}" in word:
                first, last = word.split("{}")
                phrase = self.bank.phrase("the", rng)
                out += (first + " ".join(phrase) + last).split()
            else:
                out.append(word.replace("{n}", n).replace("{m}", m))
        return out


def isNumber(word: str) -> bool:
    return plain(word) in NUMBERS or any(letter.isdecimal() for letter in word)


def as_dictated(words: list[str], keep: list[bool], rng: random.Random) -> Spoken:
    """Sometimes without capitals or without punctuation, as dictation comes."""
    kind = rng.random()
    if kind < 0.1:
        pairs = [(bare(word.lower()), kept) for word, kept in zip(words, keep)]
    elif kind < 0.16:
        pairs = [(word.lower(), kept) for word, kept in zip(words, keep)]
    elif kind < 0.24:
        pairs = [(bare(word), kept) for word, kept in zip(words, keep)]
    else:
        return words, keep
    return [word for word, _ in pairs], [kept for _, kept in pairs]
