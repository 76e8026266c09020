/** The row that every result carries, always in the same order: Copy, Translate, Summarize, Read out, Save, then what only some have. */
import { Check, Copy, Download, Languages, ListChecks } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExportFormat } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Menu } from './menu.tsx';
import { ReadOutButton } from './read-out-button.tsx';

const formats = ['text', 'srt', 'vtt', 'json'] as const satisfies readonly ExportFormat[];
const confirmedMs = 1500;

interface Save {
  readonly label: string;
  readonly choose: () => void;
}

interface ActionsProps {
  /** The entry that is saved, where `saves` does not say otherwise. */
  readonly entryId?: string;
  /** It was cleaned as it was spoken: saved without what was left out, or with every word. */
  readonly isCleaned?: boolean;
  /** A function where joining the text is work. */
  readonly text: string | (() => string);
  /** Sends the text to the translator; there is a button for it where this is given. */
  readonly onTranslate?: () => void;
  /** Sends the text, or the entry, to be summarized; there is a button for it where this is given. */
  readonly onSummarize?: () => void;
  /** Read aloud by a voice of the system, where it has one. `language`: BCP 47. */
  readonly readOut?: { readonly text: string; readonly language: string };
  /** The forms it can be saved in; what was heard has its own. */
  readonly saves?: readonly Save[];
  readonly children?: ComponentChildren;
}

/** The row of actions for one entry and its text. */
export function Actions(props: ActionsProps) {
  const { entryId = '', isCleaned = false, text, onTranslate, onSummarize, readOut, saves, children } = props;
  const { deeds } = useSurroundings();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    if (!(await deeds.copy(typeof text === 'string' ? text : text()))) return;
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), confirmedMs);
  };
  const heardSaves = [
    ...formats.map((format) => ({
      label: words.actions.formats[format],
      choose: () => void deeds.save(entryId, format, isCleaned),
    })),
    ...(isCleaned
      ? [{ label: words.cleaning.everyWord, choose: () => void deeds.save(entryId, 'text', false) }]
      : []),
  ];
  return (
    <div class="actions" role="toolbar" aria-label={words.actions.row}>
      <Button
        label={copied ? words.actions.copied : words.actions.copy}
        icon={copied ? Check : Copy}
        keyAction="copy"
        onPress={() => void copy()}
      />
      {onTranslate !== undefined && (
        <Button label={words.actions.translate} icon={Languages} onPress={onTranslate} />
      )}
      {onSummarize !== undefined && (
        <Button label={words.actions.summarize} icon={ListChecks} onPress={onSummarize} />
      )}
      {readOut !== undefined && <ReadOutButton text={readOut.text} language={readOut.language} />}
      <Menu label={words.actions.save} icon={Download} keyAction="save" items={saves ?? heardSaves} />
      {children}
    </div>
  );
}
