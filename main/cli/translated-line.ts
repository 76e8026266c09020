/** A line's translation as JSON: its sentences, and what stands between them, put together as one. */
import type { AlignmentLink, SentenceTranslation, TargetToken } from '../../preload/translation.ts';

/**
 * Puts a line's parts together; without any, the line stands for itself. Its score is the mean over all
 * tokens, the ends of sentences included.
 * @param alternatives how many other translations of the whole line to give, each with one sentence in
 * another wording
 */
export function translatedLine(
  line: string,
  parts: readonly SentenceTranslation[],
  alternatives: number,
): SentenceTranslation {
  const sourceTokens: string[] = [];
  const tokens: TargetToken[] = [];
  const alignment: AlignmentLink[] = [];
  for (const part of parts) {
    for (const [source, target, weight] of part.alignment) {
      alignment.push([source + sourceTokens.length, target + tokens.length, weight]);
    }
    sourceTokens.push(...part.sourceTokens);
    tokens.push(...part.tokens);
  }
  if (parts.length === 0 && line !== '') {
    sourceTokens.push(line);
    tokens.push({ text: line, logProbability: 0 });
    alignment.push([0, 0, 1]);
  }
  const { sum, weight } = weighed(parts);
  const target = parts.length === 0 ? line : parts.map((part) => part.target).join('');
  return {
    source: line,
    target,
    score: weight === 0 ? 0 : sum / weight,
    sourceTokens,
    tokens,
    alternatives: alternativesOf(parts, target, alternatives),
    alignment,
  };
}

/** The whole line with one sentence replaced, best first; no more than `count`, for a line may be a book. */
function alternativesOf(
  parts: readonly SentenceTranslation[],
  target: string,
  count: number,
): { target: string; score: number }[] {
  const { sum, weight } = weighed(parts);
  const changes = parts.flatMap((part, place) =>
    part.alternatives.map((alternative) => {
      const score = (sum + (alternative.score - part.score) * weightOf(part)) / Math.max(1, weight);
      return { place, score, target: alternative.target };
    }),
  );
  changes.sort((a, b) => b.score - a.score);
  const found = new Map<string, number>();
  for (const change of changes) {
    if (found.size >= count) break;
    const whole = parts.map((part, place) => (place === change.place ? change.target : part.target)).join('');
    if (whole !== target && !found.has(whole)) found.set(whole, change.score);
  }
  return [...found].map(([whole, score]) => ({ target: whole, score }));
}

function weighed(parts: readonly SentenceTranslation[]): { sum: number; weight: number } {
  let sum = 0;
  let weight = 0;
  for (const part of parts) {
    sum += part.score * weightOf(part);
    weight += weightOf(part);
  }
  return { sum, weight };
}

/** Each sentence counts as its tokens and its end do; what was not translated does not count. */
function weightOf({ tokens }: SentenceTranslation): number {
  return tokens.every(({ logProbability }) => logProbability === 0) ? 0 : tokens.length + 1;
}
