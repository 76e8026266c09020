"""Meetings as they are stored (tokens apart, all turns in one string) → sentences as a person would write them.

`cleaned` is the plain filler rule: what a summary is made of before any model cleans it.
"""

import re

END = re.compile(r"(?<= [.?!]) +(?![a-z])")
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e) \.$")
FILLER = re.compile(r"(?:^|,? ?)(?<!['\w])(?:u+m+|u+h+|e+r+m*|a+h+|m+|h+m+|mm-?hmm|uh-?huh|mhm)\b(?!')[,.]?(?= |[,.?!]|$)", re.IGNORECASE)
ASIDE = re.compile(r",? ?\b(?:you know|i mean),", re.IGNORECASE)
REPEAT = re.compile(r"\b(\w+(?:'\w+)?(?:,? \w+(?:'\w+)?){0,2}),? \1\b(?!['-])", re.IGNORECASE)


def as_written(text: str) -> str:
    """ "I 'm , uh , R_C_ ." → "I'm, uh, RC." """
    text = re.sub(r"([A-Z])_", r"\1", text)
    text = re.sub(r"(?<=\w) +- +(?=\w)", "-", text)
    text = re.sub(r" +(n't|'(?:s|m|re|ve|ll|d|t|em))\b", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"\{[^}]*\}", " ", text)
    text = re.sub(r" +([,.?!;:)])", r"\1", text)
    text = re.sub(r"(\() +", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def meeting_sentences(document: str) -> list[str]:
    """A stored meeting's sentences: a full stop, question or exclamation mark ends one where no small letter follows."""
    found: list[str] = []
    open_sentence = ""
    for part in END.split(re.sub(r"\s+", " ", document).strip()):
        open_sentence = f"{open_sentence} {part}".strip()
        if not ABBREVIATION.search(open_sentence):
            found.append(as_written(open_sentence))
            open_sentence = ""
    if open_sentence:
        found.append(as_written(open_sentence))
    return [sentence for sentence in found if re.search(r"\w", sentence)]


def cleaned(sentence: str) -> str:
    """Without fillers, "you know," and "I mean,", and words that are said twice."""
    text = ASIDE.sub("", FILLER.sub("", sentence))
    while (shorter := REPEAT.sub(r"\1", text)) != text:
        text = shorter
    text = re.sub(r"\s+", " ", re.sub(r"^[\s,.;:-]+", "", text)).strip()
    return re.sub(r",(?=[.?!])", "", text)


def word_count(text: str) -> int:
    return len(text.split())
