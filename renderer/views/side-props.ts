/** What both pages of the translator are drawn from. */
import type { AppState } from '../../preload/contract.ts';
import type { ErrorCode } from '../../preload/error-data.ts';
import type { ModelChoice } from '../translation-languages.ts';
import type { Translator } from '../translator.ts';
import type { Lit } from './aligned-part.tsx';
import type { WordPlace } from './use-word-walk.ts';

/** The languages that the words of the translator are in now. */
export interface TranslatorLanguages {
  /** The chosen or detected language of the text; empty where it is not known. */
  readonly from: string;
  readonly to: string;
}

/** The properties of a page. */
export interface SideProps {
  readonly program: AppState;
  readonly translator: Translator;
  readonly choices: readonly ModelChoice[];
  readonly languages: TranslatorLanguages;
  readonly lit: Lit | null;
  readonly onPoint: (place: WordPlace | null) => void;
}

/** Errors that lie in the text, and so are told beside it. */
export const errorsOfText: ReadonlySet<ErrorCode> = new Set(['language-unclear', 'text-too-long']);
