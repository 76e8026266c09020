/** The row that every result carries, always in the same order: Copy, Save, then what only some have. */
import { Check, Copy, Download } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExportFormat } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Menu } from './menu.tsx';

const formats = ['text', 'srt', 'vtt', 'json'] as const satisfies readonly ExportFormat[];
const confirmedMs = 1500;

interface ActionsProps {
  readonly entryId: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

/** The row of actions for one entry and its text. */
export function Actions({ entryId, text, children }: ActionsProps) {
  const { deeds } = useSurroundings();
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    if (!(await deeds.copy(text))) return;
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), confirmedMs);
  };
  return (
    <div class="actions" role="toolbar" aria-label={words.actions.row}>
      <Button
        label={copied ? words.actions.copied : words.actions.copy}
        icon={copied ? Check : Copy}
        keyAction="copy"
        onPress={() => void copy()}
      />
      <Menu
        label={words.actions.save}
        icon={Download}
        keyAction="save"
        items={formats.map((format) => ({
          label: words.actions.formats[format],
          choose: () => void deeds.save(entryId, format),
        }))}
      />
      {children}
    </div>
  );
}
