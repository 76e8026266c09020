/** Several entries of the library picked, to be summarized together. */
import { ListChecks } from 'lucide-preact';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

interface LibraryChoiceProps {
  /** In the order in which they were picked; null while nothing is being picked. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
}

/** The buttons in the header of the library. */
export function LibraryChoice({ chosen, onChange }: LibraryChoiceProps) {
  const { summarize } = useSurroundings();
  if (chosen === null) return <Button label={words.summarize.choose} onPress={() => onChange([])} />;
  return (
    <div class="diary-choosing">
      <Button
        look="outline"
        icon={ListChecks}
        label={words.summarize.together(chosen.length)}
        disabled={chosen.length === 0}
        {...(chosen.length === 0 ? { description: words.summarize.chooseFirst } : {})}
        onPress={() => summarize.summarizeEntries(chosen)}
      />
      <Button label={words.summarize.chooseEnd} onPress={() => onChange(null)} />
    </div>
  );
}

/** `chosen` with `id` picked, or put back. */
export function toggled(chosen: readonly string[], id: string): readonly string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
}
