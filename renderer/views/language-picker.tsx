/** Chooses a language: a button with its name, and a list that can be searched, what is installed first. */
import { Check, ChevronDown } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { size } from '../format.ts';
import { isLanguageNamed } from '../languages.ts';
import { closeFromOutside } from '../menu-habits.ts';
import type { LanguageList, LanguageOption } from '../translation-languages.ts';
import { words } from '../words.ts';

interface LanguagePickerProps {
  /** Unique in the page. */
  readonly id: string;
  readonly label: string;
  /** BCP 47, or null for the language to be detected. */
  readonly value: string | null;
  /** What the button says. */
  readonly shown: string;
  readonly list: LanguageList;
  /** Whether it can be left to Parola. */
  readonly detects?: boolean;
  readonly onChoose: (code: string | null) => void;
}

/** The picker. */
export function LanguagePicker(props: LanguagePickerProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    return closeFromOutside(root.current, ['pointerdown'], () => setOpen(false));
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="languages" ref={root}>
      <button
        ref={button}
        type="button"
        class="button quiet languages-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={`${props.label}: ${props.shown}`}
        onClick={() => setOpen(!open)}
      >
        <span>{props.shown}</span>
        <ChevronDown size={16} strokeWidth={1.5} aria-hidden="true" />
      </button>
      {open && (
        <LanguageChoices
          {...props}
          onClose={close}
          onChoose={(code) => {
            close();
            props.onChoose(code);
          }}
        />
      )}
    </div>
  );
}

interface Row {
  readonly code: string | null;
  readonly name: string;
  readonly note: string;
}

interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

function LanguageChoices(props: LanguagePickerProps & { readonly onClose: () => void }) {
  const { id, list, value, detects = false } = props;
  const [query, setQuery] = useState('');
  const groups = useMemo(() => groupsOf(list, detects, query), [list, detects, query]);
  const rows = groups.flatMap((group) => group.rows);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      rows.findIndex(({ code }) => code === value),
    ),
  );
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, query]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % Math.max(1, rows.length),
      ArrowUp: (at - 1 + rows.length) % Math.max(1, rows.length),
    };
    const to = moves[event.key];
    const row = rows[at];
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter' && row !== undefined) props.onChoose(row.code);
    else if (event.key === 'Escape' || event.key === 'Tab') props.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu languages-menu">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={words.translate.languages.search}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        placeholder={words.translate.languages.search}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        class="languages-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={words.translate.languages.list}
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
          <div
            key={group.title}
            role="group"
            aria-label={group.title === '' ? words.translate.detect : group.title}
          >
            {group.title !== '' && (
              <p class="quiet languages-title" aria-hidden="true">
                {group.title}
              </p>
            )}
            {group.rows.map((row) => {
              const place = rows.indexOf(row);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and hears the keys
                // biome-ignore lint/a11y/useFocusableInteractive: the field names the option with aria-activedescendant
                <div
                  key={row.code}
                  id={`${id}-${place}`}
                  role="option"
                  class={place === at ? 'languages-row at' : 'languages-row'}
                  aria-selected={row.code === value}
                  onClick={() => props.onChoose(row.code)}
                  onPointerMove={() => setAt(place)}
                >
                  <span class="languages-check" aria-hidden="true">
                    {row.code === value && <Check size={16} strokeWidth={1.5} />}
                  </span>
                  <span>{row.name}</span>
                  <span class="quiet numbers">{row.note}</span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p class="quiet languages-none">{words.translate.languages.none(query)}</p>}
    </div>
  );
}

function groupsOf(list: LanguageList, detects: boolean, query: string): readonly Group[] {
  const rowOf = ({ code, name, missingBytes }: LanguageOption): Row => ({
    code,
    name,
    note: missingBytes > 0 ? size(missingBytes) : '',
  });
  const matching = (options: readonly LanguageOption[]) =>
    options.filter(({ code }) => isLanguageNamed(code, query)).map(rowOf);
  const detection = { code: null, name: words.translate.detect, note: '' };
  return [
    { title: '', rows: detects && query === '' ? [detection] : [] },
    { title: words.translate.languages.installed, rows: matching(list.installed) },
    { title: words.translate.languages.installable, rows: matching(list.installable) },
  ].filter(({ rows }) => rows.length > 0);
}
