"""What the cleaner does: `python clean_evaluate.py DATA RUN MODEL.pt|FOLDER [--guard 0.95 0.98 0.8] [--random 10] [--read]`.

Disfl-QA's dev part, held-out sentences with noise, clean text, negated sentences of meetings, the curve of risk and coverage. A FOLDER holds
the stored graphs, which are run by ONNX Runtime; a MODEL.pt is run by PyTorch.
"""

import argparse
import json
import random
from pathlib import Path

import torch

from clean_data import LONGEST, clean_sentences, held_out, spoken_questions
from clean_model import Cleaner, Shape, batch
from clean_rules import NEAR, NEGATION, Guard, guarded, spoken
from data import natural, pairs, plain, plainly, rows
from encoder_pieces import Pieces
from noise import Bank, Noise




def load(path: Path, which: str = "average") -> Cleaner:
    stored = torch.load(path)
    model = Cleaner(Shape(**stored["shape"]))
    model.load_state_dict(stored[which])
    return model.eval()


def clean_all(model, pieces: Pieces, sentences: list[list[str]], size: int = 64):
    """→ for each sentence its kept places (from 1) and step probabilities, in the order given."""
    if not isinstance(model, Cleaner):
        return [model.clean(pieces, words) for words in sentences]
    order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
    found = [None] * len(sentences)
    for begin in range(0, len(order), size):
        part = order[begin : begin + size]
        for at, kept, sure in zip(part, *model.greedy(*batch(pieces, [sentences[at] for at in part]))):
            found[at] = (kept, sure)
    return found


def said(words: list[str], kept: list[int]) -> list[str]:
    return [word for word in (plain(words[at - 1]) for at in kept) if word]


def left(words: list[str], keep: list[bool]) -> list[str]:
    return said(words, [at for at, kept in enumerate(keep, 1) if kept])


def questions_scores(model, pieces: Pieces, data: Path, count: int = 1000) -> dict[str, float]:
    """Exact match, case and punctuation aside, of all and of those that leaving out words can reach."""
    asked = spoken_questions(data, "dev")[:count]
    found = clean_all(model, pieces, [words for words, _, _ in asked])
    right = [said(words, kept) == target for (words, _, target), (kept, _) in zip(asked, found)]
    reachable = [hit for hit, (_, keep, _) in zip(right, asked) if keep]
    return {
        "all": round(sum(right) / len(right), 4),
        "reachable": round(sum(reachable) / len(reachable), 4),
        "reachableShare": round(len(reachable) / len(asked), 4),
    }


def guarded_scores(asked, found, guard: Guard | None) -> dict[str, float]:
    """Exact match with the guard; how many sentences the network's answer changes, and how many of those are not exact."""
    right = changed = wrong = 0
    for (words, _, target), (kept, sure) in zip(asked, found):
        keep, own = guarded(words, kept, sure, guard)
        exact = left(words, keep) == target
        right += exact
        if own and not all(keep):
            changed += 1
            wrong += not exact
    return {"exact": right / len(asked), "changed": changed / len(asked), "notExact": wrong / max(1, changed)}


def written(data: Path) -> dict[str, list[list[str]]]:
    """Clean text that was not trained on."""
    papers = [s for row in rows(data / "scitldr.jsonl.gz") if row["split"] == "dev" for s in row["sents"]]
    sets = {kind: [t for t in texts if held_out(t)] for kind, texts in clean_sentences(data).items() if kind in ("written", "dialogue")}
    sets = {"SciTLDR dev": papers, "Wikipedia, held out": sets["written"], "dialogue, held out": sets["dialogue"]}
    found = {}
    for name, texts in sets.items():
        cut = [t.split() for t in dict.fromkeys(natural(text) for text in texts) if 3 <= len(t.split()) <= LONGEST]
        found[name] = random.Random(5).sample(cut, min(1000, len(cut)))
    return found


def noisy(data: Path, count: int = 1000) -> list[tuple[list[str], None, list[str]]]:
    """Held-out sentences with noise of a fixed seed: words, nothing, the clean words."""
    rng = random.Random(11)
    kinds = clean_sentences(data)
    clean = [t.split() for kind in ("dialogue", "written", "questions") for t in kinds[kind] if held_out(t)]
    noise = Noise(Bank(clean, rng), rng)
    found = []
    while len(found) < count:
        words, keep = noise.speak(rng.choice(clean))
        if not all(keep) and len(words) <= LONGEST:
            found.append((words, None, left(words, keep)))
    return found


def negated(data: Path, count: int = 1000) -> list[list[str]]:
    """Sentences of QMSum's meetings (dev, then training part: the cleaner never saw any) with a negation."""
    found: dict[str, None] = {}
    for split in ("dev", "train"):
        for row in rows(data / "qmsum_specific.jsonl.gz"):
            if row["split"] == split:
                text = natural(row["document"])
                for sentence in text.replace("? ", "?\n").replace(". ", ".\n").replace("! ", "!\n").split("\n"):
                    words = sentence.split()
                    if 3 <= len(words) <= LONGEST and any(NEGATION.fullmatch(spoken(word)) for word in words):
                        found[" ".join(words)] = None
    return [text.split() for text in random.Random(3).sample(list(found), count)]


def lost_negations(words: list[str], keep: list[bool]) -> tuple[list[int], list[int]]:
    """Negations that go while the two words behind them stay: those not said again within NEAR words, and all."""
    plains = [spoken(word) for word in words]
    gone = [
        at for at in range(len(words) - 1)
        if not keep[at] and NEGATION.fullmatch(plains[at]) and all(keep[at + 1 : at + 3])
    ]  # fmt: skip
    everywhere = [at for at in range(len(words)) if not keep[at] and NEGATION.fullmatch(plains[at])]
    again = {
        at for at in everywhere
        if any(keep[near] and plains[near] == plains[at] for near in range(max(0, at - NEAR), min(len(words), at + NEAR + 1)))
    }  # fmt: skip
    return [at for at in everywhere if at not in again], gone


def marked(words: list[str], keep: list[bool]) -> str:
    return " ".join(word if kept else f"[{word}]" for word, kept in zip(words, keep))


def curve(asked, found) -> None:
    """Of the dev questions, by the least likely step: share answered, share of the answers that is not exact."""
    print("least step   answered   not exact")
    for least in (0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99):
        answers = [said(w, kept) == target for (w, _, target), (kept, sure) in zip(asked, found) if min(sure) >= least]
        if answers:
            print(f"{least:10.2f} {len(answers) / len(asked):10.3f} {1 - sum(answers) / len(answers):11.3f}")


def evaluate(args) -> None:
    torch.set_num_threads(1)
    pieces = Pieces(args.run / "pieces.spm")
    if args.model.is_dir():
        from clean_stored import Stored

        model = Stored(args.model)
    else:
        model = load(args.model)
    guard = Guard(*args.guard)
    asked = spoken_questions(args.data, "dev")
    found = clean_all(model, pieces, [words for words, _, _ in asked])
    print("Disfl-QA dev", json.dumps(questions_only(asked, found)))
    for name, own in (("no guard", None), (f"guard {guard.at_least} {guard.weighty} {guard.corrected}", guard)):
        print(f"  {name}:", json.dumps({key: round(value, 4) for key, value in guarded_scores(asked, found, own).items()}))
    print("  filler rule alone:", round(sum(left(w, [True] * len(w)) == t for w, _, t in asked) / len(asked), 4), "unchanged is exact")
    curve(asked, found)
    spoken_ones = noisy(args.data)
    answers = clean_all(model, pieces, [words for words, _, _ in spoken_ones])
    for name, own in (("no guard", None), ("guard", guard)):
        print(f"held-out noise, {name}:", json.dumps({k: round(v, 4) for k, v in guarded_scores(spoken_ones, answers, own).items()}))
    for name, texts in written(args.data).items():
        answers = clean_all(model, pieces, texts)
        same = [sum(all(guarded(w, *a, own)[0]) for w, a in zip(texts, answers)) / len(texts) for own in (None, guard)]
        print(f"unchanged, {name} ({len(texts)}): {same[0]:.4f} without the guard, {same[1]:.4f} with it")
        if args.read:
            for words, answer in zip(texts, answers):
                keep, _ = guarded(words, *answer, guard)
                if not all(keep):
                    print("   ", round(min(answer[1]), 2), marked(words, keep))
    texts = negated(args.data)
    answers = clean_all(model, pieces, texts)
    for name, own in (("no guard", None), ("guard", guard)):
        lost, adjacent, changed, used = [], 0, 0, 0
        for words, answer in zip(texts, answers):
            keep, is_own = guarded(words, *answer, own)
            once, beside = lost_negations(words, keep)
            if once:
                lost.append((round(min(answer[1]), 2), marked(words, keep)))
            adjacent += bool(beside)
            changed += not all(keep)
            used += is_own and not all(keep)
        print(f"negated sentences of meetings (1000), {name}: {len(lost)} in which a negation goes that is not said again within {NEAR} words;")
        print(f"   {adjacent} in which one goes and the next two words stay, repeats counted; {changed} changed, {used} of them by the network")
        for least, text in lost:
            print("   ", least, text)
    if args.random:
        print("drawn at random from the dev questions and meetings, with the guard:")
        drawn = random.Random(args.seed)
        both = [*zip([w for w, _, _ in asked], found), *zip(texts, answers)]
        picked = drawn.sample(both[: len(asked)], args.random // 2) + drawn.sample(both[len(asked) :], args.random - args.random // 2)
        for words, answer in picked:
            keep, own = guarded(words, *answer, guard)
            print(f"    {min(answer[1]):.2f} {'network' if own else 'rule   '} {marked(words, keep)}")


def questions_only(asked, found) -> dict[str, float]:
    right = [said(words, kept) == target for (words, _, target), (kept, _) in zip(asked, found)]
    reachable = [hit for hit, (_, keep, _) in zip(right, asked) if keep]
    return {"all": sum(right) / len(right), "reachable": round(sum(reachable) / len(reachable), 4), "reachableShare": len(reachable) / len(asked)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "run", "model"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--guard", type=float, nargs=3, default=(0.95, 0.98, 0.8))
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--read", action="store_true", help="print what was changed in clean text and which negations went")
    evaluate(parser.parse_args())
