/** The one place that a screen reader reads by itself. */
import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from '../context.ts';

/** Polite, and empty but for the last thing said. The same words twice are still said twice. */
export function LiveRegion() {
  const { announcer } = useSurroundings();
  const [said, setSaid] = useState({ text: '', language: '', count: 0 });
  useEffect(
    () =>
      announcer.listen((text, language = '') =>
        setSaid(({ count }) => ({ text, language, count: count + 1 })),
      ),
    [announcer],
  );
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      <span key={said.count} lang={said.language || undefined}>
        {said.text}
      </span>
    </div>
  );
}
