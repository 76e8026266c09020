/** Documents that were opened in the translator: how far each is, and what comes of it. */
import { BookOpenText, Download, X } from 'lucide-preact';
import { useSurroundings } from '../context.ts';
import { percent } from '../format.ts';
import { languageNames } from '../languages.ts';
import type { DocumentView } from '../translator-documents.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Progress } from './progress.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

/** The list; nothing where there are none. */
export function DocumentList(props: {
  readonly documents: readonly DocumentView[];
  /** Whether the chosen languages are installed. */
  readonly isReady: boolean;
}) {
  const { documents, isReady } = props;
  if (documents.length === 0) return null;
  return (
    <section class="documents" aria-label={words.translate.documents.region}>
      <ul>
        {documents.map((one) => (
          <li key={one.key} class="document">
            <DocumentLine document={one} isReady={isReady} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DocumentLine(props: { readonly document: DocumentView; readonly isReady: boolean }) {
  const { document: one, isReady } = props;
  const { documents, deeds } = useSurroundings();
  const { id, key, file, step, error, share } = one;
  const dismiss = (
    <Button
      look="icon"
      icon={X}
      label={words.translate.documents.dismiss(file.name)}
      onPress={() => documents.dismiss(key)}
    />
  );
  if (step === 'held' || step === 'sending' || step === 'translating') {
    const doing = step === 'held' && isReady ? 'waiting' : step;
    const how = [words.translate.documents[doing], share === null ? '' : words.job.progress(percent(share))];
    return (
      <Progress label={file.name} share={share} words={how.filter((part) => part !== '').join(', ')}>
        <span aria-hidden="true" class="quiet">
          {' '}
          ·{' '}
        </span>
        <button
          type="button"
          class="link"
          aria-label={words.translate.documents.cancel(file.name)}
          onClick={() => documents.cancel(key)}
        >
          {words.actions.cancel}
        </button>
      </Progress>
    );
  }
  if (error !== null) {
    return (
      <div class="document-error">
        <p class="document-name">{file.name}</p>
        <ErrorNotice
          error={error}
          onRetry={() => documents.again(key)}
          onDismiss={() => documents.dismiss(key)}
        />
      </div>
    );
  }
  return (
    <div class="document-line">
      <p class="document-words">
        <span class="document-name">{file.name}</span>{' '}
        <span class="quiet">
          {step === 'done'
            ? words.translate.documents.into(languageNames([one.to]).join(''))
            : words.translate.documents.cancelled}
        </span>
      </p>
      {step === 'done' && id !== null ? (
        <>
          <Button
            look="outline"
            icon={Download}
            label={words.translate.documents.save}
            onPress={() => void deeds.saveTranslation(id, 'document')}
          />
          <Button
            icon={BookOpenText}
            label={words.translate.documents.open}
            onPress={() => deeds.openEntry(id)}
          />
        </>
      ) : (
        <Button label={words.translate.documents.again} onPress={() => documents.again(key)} />
      )}
      {dismiss}
    </div>
  );
}
