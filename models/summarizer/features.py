"""What the chooser knows of each sentence besides its vector: `sentence_features(sentences)`.

Plain arithmetic on words, so that any language gives the same numbers (the product's is TypeScript). The definitions in
prose are in README.md, "Features". Words are runs of letters and digits, lower-cased, with inner apostrophes; a term is a
word that is not in STOP_WORDS, without its plural s. All that is counted is counted within the sentences given.
"""

import math
import re

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ROUNDS, DAMPING = 20, 0.85

STOP_WORDS = frozenset(
    "a about after again all also am an and any are aren't as at be because been before being both but by can can't cannot"
    " could couldn't did didn't do does doesn't doing don't down each even few for from further get gets getting give go goes"
    " going gonna got had has hasn't have haven't having he he's her here here's hers herself him himself his how i i'd i'll"
    " i'm i've if in into is isn't it it'll it's its itself just kind know let let's like lot made make makes many maybe me"
    " mean might more most much must my myself no nor not now of off oh ok okay on once one only or other our ours ourselves"
    " out over own really right said same say see shall she she's should so some something sort still such take than that"
    " that'll that's the their theirs them themselves then there there's these they they'd they'll they're they've thing"
    " things think this those though through to too under until up us very wanna want was wasn't way we we'd we'll we're"
    " we've well were weren't what what's when where whether which while who whom why will with within without won't would"
    " wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself".split()
)
BACKCHANNELS = frozenset("ah alright aye cool er erm hmm huh mm mhm nope oh ok okay right sure uh um yeah yep yes".split())
PRONOUNS = frozenset("he her him his i it it's its she that that's their them they they're this those these".split())
CONNECTIVES = frozenset("and because but for however moreover nor or so then therefore thus yet".split())
WE = frozenset("our us we we'd we'll we're we've".split())
SELF = frozenset("i i'd i'll i'm i've me my".split())
YOU = frozenset("you you'd you'll you're you've your".split())
CLAIMS = frozenset(
    "achieve achieves achieving analyze approach approaches demonstrate demonstrates develop evaluate experiments find framework"
    " improve improves introduce introduces investigate method methods model novel outperform outperforms paper present presents"
    " propose proposed proposes prove provide provides result results show shows state-of-the-art study task work".split()
)
PLANS = frozenset(
    "agree agreed conclude conclusion decide decided decision ensure hope important need needs plan proposed recommend should"
    " suggest suggested suggestion support will would".split()
)
REASONS = frozenset(
    "although because cause concern difficult due expensive issue issues problem problems reason reasons since therefore thus"
    " why".split()
)
NAMES = (
    "position", "from_start", "from_end", "first", "length", "relative_length", "term_share", "text_rank", "lex_rank",
    "mean_count", "largest_count", "centroid", "like_before", "like_after", "new_terms", "later_terms", "question",
    "pronoun_first", "connective_first", "we", "self", "you", "numbers", "capitals", "claims", "plans", "reasons",
    "backchannels", "word_length", "commas", "brackets", "sentences", "mean_length", "speech",
)


def words_of(text: str) -> list[str]:
    return WORD.findall(text.replace("\u2019", "'").lower())


def terms_of(words: list[str]) -> list[str]:
    """The words that are about something, a plural s taken off."""
    kept = (word.removesuffix("'s") for word in words if word not in STOP_WORDS)
    kept = (word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in kept)
    return [word for word in kept if len(word) > 1]


def counted(terms: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for term in terms:
        found[term] = found.get(term, 0) + 1
    return found


def ranked(similar: list[list[tuple[int, float]]]) -> list[float]:
    """PageRank (Page et al. 1999) over weighted neighbours, ROUNDS rounds, times the number of sentences: 1 is the mean."""
    total = len(similar)
    sums = [sum(weight for _, weight in row) for row in similar]
    ranks = [1.0] * total
    for _ in range(ROUNDS):
        stuck = sum(rank for rank, row in zip(ranks, sums) if row == 0) / total
        following = [1 - DAMPING + DAMPING * stuck] * total
        for at, row in enumerate(similar):
            for other, weight in row:
                following[other] += DAMPING * ranks[at] * weight / sums[at]
        ranks = following
    return ranks


def neighbours(counts: list[dict[str, int]]) -> list[list[tuple[int, int]]]:
    """For each sentence the later sentences that share terms with it, and how many: by an index of terms."""
    holders: dict[str, list[int]] = {}
    for at, terms in enumerate(counts):
        for term in terms:
            holders.setdefault(term, []).append(at)
    shared: list[dict[int, int]] = [{} for _ in counts]
    for rows in holders.values():
        for place, at in enumerate(rows):
            for other in rows[place + 1 :]:
                shared[at][other] = shared[at].get(other, 0) + 1
    return [sorted(row.items()) for row in shared]


def text_rank(counts: list[dict[str, int]], lengths: list[int]) -> list[float]:
    """Mihalcea and Tarau 2004: shared terms over the logarithms of the lengths."""
    similar: list[list[tuple[int, float]]] = [[] for _ in counts]
    for at, row in enumerate(neighbours(counts)):
        for other, shared in row:
            weight = shared / (math.log(1 + lengths[at]) + math.log(1 + lengths[other]))
            similar[at].append((other, weight))
            similar[other].append((at, weight))
    return ranked(similar)


def weighted(counts: list[dict[str, int]]) -> list[dict[str, float]]:
    """Each sentence's terms times log(1 + sentences / sentences that hold the term), to length 1."""
    holding = counted([term for terms in counts for term in terms])
    found = []
    for terms in counts:
        weights = {term: count * math.log(1 + len(counts) / holding[term]) for term, count in terms.items()}
        size = math.sqrt(sum(weight * weight for weight in weights.values()))
        found.append({term: weight / size for term, weight in weights.items()} if size else {})
    return found


def dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def lex_rank(counts: list[dict[str, int]], weights: list[dict[str, float]]) -> list[float]:
    """Erkan and Radev 2004, without threshold: cosines, each sentence its own neighbour too."""
    similar: list[list[tuple[int, float]]] = [[(at, 1.0)] if row else [] for at, row in enumerate(weights)]
    for at, row in enumerate(neighbours(counts)):
        for other, _ in row:
            weight = dot(weights[at], weights[other])
            similar[at].append((other, weight))
            similar[other].append((at, weight))
    return ranked(similar)


def centroid(weights: list[dict[str, float]]) -> list[float]:
    """The cosine of each sentence with the sum of all."""
    total: dict[str, float] = {}
    for row in weights:
        for term, weight in row.items():
            total[term] = total.get(term, 0.0) + weight
    size = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return [dot(row, total) / size for row in weights]


def share(words: list[str], wanted: frozenset[str]) -> float:
    return sum(word in wanted for word in words) / max(len(words), 1)


def capitals(text: str) -> float:
    """The share of words after the first that begin with a capital letter, "I" aside."""
    later = WORD.findall(text.replace("\u2019", "'"))[1:]
    return sum(word[0] != word[0].lower() and word.split("'")[0] != "I" for word in later) / max(len(later), 1)


def sentence_features(sentences: list[str]) -> list[list[float]]:
    """For each sentence the numbers NAMES, in that order."""
    total = len(sentences)
    words = [words_of(sentence) for sentence in sentences]
    lengths = [len(row) for row in words]
    counts = [counted(terms_of(row)) for row in words]
    weights = weighted(counts)
    in_all: dict[str, int] = {}
    last_seen: dict[str, int] = {}
    for at, terms in enumerate(counts):
        for term, count in terms.items():
            in_all[term] = in_all.get(term, 0) + count
            last_seen[term] = at
    text_ranks, lex_ranks, centres = text_rank(counts, lengths), lex_rank(counts, weights), centroid(weights)
    mean_length = sum(lengths) / total
    speech = share([word for row in words for word in row], SELF | YOU | BACKCHANNELS)
    seen: set[str] = set()
    found = []
    for at, (text, row, terms) in enumerate(zip(sentences, words, counts)):
        kinds, long = max(len(terms), 1), max(len(row), 1)
        logs = [math.log(in_all[term]) for term in terms]
        start = row[0] if row else ""
        found.append([
            at / max(total - 1, 1), 1 / (1 + at), 1 / (total - at), float(at == 0),
            math.log(1 + len(row)), len(row) / max(mean_length, 1), sum(terms.values()) / long,
            math.log(text_ranks[at]), math.log(lex_ranks[at]),
            sum(logs) / kinds, max(logs, default=0.0), centres[at],
            dot(weights[at], weights[at - 1]) if at else 0.0,
            dot(weights[at], weights[at + 1]) if at + 1 < total else 0.0,
            sum(term not in seen for term in terms) / kinds,
            sum(last_seen[term] > at for term in terms) / kinds,
            float(text.rstrip().endswith("?")), float(start in PRONOUNS), float(start in CONNECTIVES),
            share(row, WE), share(row, SELF), share(row, YOU),
            sum(any(character.isdecimal() for character in word) for word in row) / long, capitals(text),
            share(row, CLAIMS), share(row, PLANS), share(row, REASONS), share(row, BACKCHANNELS),
            sum(len(term) * count for term, count in terms.items()) / max(sum(terms.values()), 1),
            text.count(",") / long, (text.count("(") + text.count('"')) / long,
            math.log(total), math.log(1 + mean_length), speech,
        ])
        seen.update(terms)
    return found
