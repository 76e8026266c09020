/** The row of actions of a summary: what is shown is what is copied, translated and saved. */
import { Trash2 } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { useSurroundings, useView } from '../context.ts';
import { pointsText, type ShownPoint } from '../summary-points.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';

interface SummaryActionsProps {
  readonly view: SummaryView;
  readonly points: readonly ShownPoint[];
  readonly onDeleted: () => void;
  readonly children?: ComponentChildren;
}

const formats = ['text', 'markdown', 'json'] as const;

/** The row. */
export function SummaryActions({ view, points, onDeleted, children }: SummaryActionsProps) {
  const { deeds } = useSurroundings();
  const { pointsAs } = useView();
  const [asksDelete, setAsksDelete] = useState(false);
  const { entry, digest, length } = view;
  const language = digest === null || digest.language === 'und' ? '' : digest.language;
  return (
    <div class="summary-actions">
      {asksDelete && (
        <DeleteQuestion
          id={entry.id}
          what={words.library.deleteSummaryAsk}
          onKeep={() => setAsksDelete(false)}
          onGone={onDeleted}
        />
      )}
      <Actions
        text={() => pointsText(points, pointsAs)}
        onTranslate={() => void deeds.sendToTranslator(pointsText(points, 'bullets'), language || null)}
        readOut={{ text: pointsText(points, 'paragraph'), language: language || 'en' }}
        saves={formats.map((format) => ({
          label: words.summarize.formats[format],
          choose: () => void deeds.saveSummary(entry.id, format, length),
        }))}
      >
        {children}
        <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
      </Actions>
    </div>
  );
}
