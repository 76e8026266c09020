/** Reads a text aloud with a voice of the system. Where the system has none there is no button. */
import { Square, Volume2 } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words.ts';
import { Button } from './button.tsx';

interface ReadOutButtonProps {
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

/** The button; while it reads, it stops. */
export function ReadOutButton({ text, language }: ReadOutButtonProps) {
  const voice = useVoice(language);
  const [reads, setReads] = useState(false);
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [text]);
  if (voice === null) return null;
  const begin = () => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = () => setReads(false);
    utterance.onerror = () => setReads(false);
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
    setReads(true);
  };
  return reads ? (
    <Button label={words.actions.readOutStop} icon={Square} onPress={() => speechSynthesis.cancel()} />
  ) : (
    <Button label={words.actions.readOut} icon={Volume2} onPress={begin} />
  );
}

/** A voice on this computer for `language`; voices of a service would send the text away. */
function useVoice(language: string): SpeechSynthesisVoice | null {
  const [voices, setVoices] = useState<readonly SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    const { speechSynthesis: synthesis } = globalThis;
    if (synthesis === undefined) return;
    const read = () => setVoices(synthesis.getVoices());
    read();
    synthesis.addEventListener('voiceschanged', read);
    return () => synthesis.removeEventListener('voiceschanged', read);
  }, []);
  const fitting = voices.filter(({ lang, localService }) => localService && lang.startsWith(language));
  return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}
