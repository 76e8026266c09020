/** When the window's program tries its providers: not before the first words, and not beside work. */
import type { Providers } from './providers.ts';

export interface Trials {
  /** What has no verdict yet is tried after a while, when nothing else is at work. */
  later(): void;
  /** All anew, at once, as the user asked. */
  now(): Promise<void>;
  stop(): void;
}

const waitSeconds = 60;

/**
 * @param wanted the user's choice; for `cpu` nothing is tried by itself
 * @param loadAnew called when something else computes best than before
 */
export function scheduleTrials(
  providers: Providers,
  wanted: () => string,
  isBusy: () => boolean,
  loadAnew: () => Promise<void>,
  seconds = waitSeconds,
): Trials {
  let timer: NodeJS.Timeout | undefined;
  const used = () => JSON.stringify(providers.view().verdicts.filter((verdict) => verdict.used));
  const test = async (anew: boolean) => {
    const before = used();
    await providers.test({ anew });
    if (used() !== before) await loadAnew();
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isBusy()) later();
      else if (wanted() !== 'cpu') void test(false).catch(() => {});
    }, seconds * 1000);
    timer.unref();
  };
  return { later, now: () => test(true), stop: () => clearTimeout(timer) };
}
