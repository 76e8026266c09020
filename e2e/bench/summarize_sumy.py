"""sumy's TextRank as a side of the race: messages in, answers out, see summarize-messages.ts.

It is given its sentences (one a line) and finds words by a regular expression, so that it needs no download of NLTK's data
and spends nothing on splitting; stemming and stop words are its own for English.
"""

import json
import re
import sys
import time

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words


class Words:
    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_](?:[^\W\d_]|['-])*", sentence))


def reply(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


def summarize(text: str, share: float) -> str:
    words = Words()
    lines = [line for line in text.splitlines() if line.strip()]
    document = ObjectDocumentModel([Paragraph([Sentence(line, words) for line in lines])])
    summarizer = TextRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    ratings = summarizer.rate_sentences(document)
    left = share * len(text.split())
    kept = []
    for sentence in sorted(ratings, key=lambda one: -ratings[one]):
        left -= len(str(sentence).split())
        if left < 0:
            break
        kept.append(str(sentence))
    return "\n".join(kept)


reply({"name": "sumy TextRank"})
for line in sys.stdin:
    message = json.loads(line)
    cpu, begun = time.process_time(), time.perf_counter()
    text = summarize(message["text"], message["share"])
    reply({"text": text, "milliseconds": 1000 * (time.perf_counter() - begun), "cpuMilliseconds": 1000 * (time.process_time() - cpu)})
