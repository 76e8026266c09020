/** The user's own terms for a pair of languages: how each is always translated, and how never. */
import { ArrowRight, ChevronDown, X } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSurroundings, useView } from '../context.ts';
import { inSentences } from '../error-words.ts';
import type { GlossaryRow } from '../glossary-rows.ts';
import { languageNames } from '../languages.ts';
import type { LanguagePair } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { GlossaryTable } from './glossary-table.tsx';
import { Notice } from './notice.tsx';
import { useGlossary } from './use-glossary.ts';

/** The sheet, as a dialog that Escape closes; the focus goes back to where it was. */
export function GlossarySheet({ pair }: { readonly pair: LanguagePair }) {
  const { deeds } = useSurroundings();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet glossary"
      aria-labelledby="glossary-title"
      onClose={() => deeds.showGlossary(null)}
    >
      <div class="sheet-head">
        <h2 id="glossary-title">{words.glossary.title}</h2>
        <Button look="icon" icon={X} label={words.glossary.close} onPress={() => dialog.current?.close()} />
      </div>
      <p class="quiet">{words.glossary.intro}</p>
      <PairPickers pair={pair} />
      {pair.from === pair.to ? (
        <p class="glossary-same">{words.glossary.same}</p>
      ) : (
        <Terms key={`${pair.from} ${pair.to}`} pair={pair} />
      )}
    </dialog>
  );
}

function Terms({ pair }: { readonly pair: LanguagePair }) {
  const glossary = useGlossary(pair);
  const [removed, setRemoved] = useState<{ term: string; before: readonly GlossaryRow[] } | null>(null);
  const [status, setStatus] = useState('');
  const keep = async (rows: readonly GlossaryRow[]) => {
    setStatus('');
    if (await glossary.keep(rows)) setStatus(words.glossary.kept);
  };
  const replace = (rows: readonly GlossaryRow[]) => {
    glossary.edit(rows);
    void keep(rows);
  };
  return (
    <>
      {glossary.error !== null && (
        <Notice {...inSentences(glossary.error)} detail={glossary.error.detail}>
          <Button look="outline" label={words.glossary.again} onPress={glossary.readAgain} />
        </Notice>
      )}
      {glossary.rows !== null && (
        <GlossaryTable
          rows={glossary.rows}
          pair={pair}
          onEdit={glossary.edit}
          onKeep={(rows) => void keep(rows)}
          onRemove={(row, rows) => {
            setRemoved({ term: row.source, before: glossary.rows ?? [] });
            replace(rows);
          }}
        />
      )}
      <p class="glossary-status" role="status">
        {glossary.error !== null && (
          <span class="visually-hidden">{Object.values(inSentences(glossary.error)).join(' ')}</span>
        )}
        {removed === null ? status : words.glossary.removed(removed.term)}{' '}
        {removed !== null && (
          <button
            type="button"
            class="link"
            onClick={() => {
              replace(removed.before);
              setRemoved(null);
            }}
          >
            {words.glossary.undo}
          </button>
        )}
      </p>
      {glossary.file !== '' && (
        <p class="quiet glossary-file">
          {words.glossary.file} <code>{glossary.file}</code>. {words.glossary.fileMore}
        </p>
      )}
    </>
  );
}

/** Which pair: every language that there are models for. */
function PairPickers({ pair }: { readonly pair: LanguagePair }) {
  const { deeds } = useSurroundings();
  const { program } = useView();
  const models = program?.models.filter(({ task }) => task === 'translate') ?? [];
  const codes = [...new Set([pair.from, pair.to, ...models.flatMap(({ languages }) => languages)])];
  const options = codes
    .map((code) => ({ code, name: languageNames([code])[0] ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return (
    <div class="glossary-pair">
      {(['from', 'to'] as const).map((side) => (
        <label key={side}>
          {side === 'to' && <ArrowRight size={16} strokeWidth={1.5} aria-hidden="true" />}
          <span class="visually-hidden">{words.glossary[side]}</span>
          <span class="picker">
            <select
              value={pair[side]}
              onChange={({ currentTarget: { value } }) => deeds.showGlossary({ ...pair, [side]: value })}
            >
              {options.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
            <ChevronDown class="picker-chevron" size={16} strokeWidth={1.5} aria-hidden="true" />
          </span>
        </label>
      ))}
    </div>
  );
}
