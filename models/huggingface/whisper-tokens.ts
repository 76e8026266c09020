/** The tokens of a `tokenizer.json` that steer a model rather than spell text, by their names. */
import * as v from 'valibot';
import { malformed } from './folder.ts';

const addedTokens = v.object({
  added_tokens: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.number(), v.integer(), v.minValue(0)),
        content: v.pipe(v.string(), v.maxLength(100)),
      }),
    ),
    v.maxLength(100_000),
  ),
});

/** @throws ParolaError data-malformed */
export function tokensByName(tokenizer: Record<string, unknown>): ReadonlyMap<string, number> {
  const parsed = v.safeParse(addedTokens, tokenizer);
  if (!parsed.success) throw malformed({ name: 'tokenizer.json' }, 'it lists no added_tokens');
  return new Map(parsed.output.added_tokens.map(({ id, content }) => [content, id]));
}
