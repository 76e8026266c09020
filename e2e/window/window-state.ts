/** What a state of the window is, for the tests that bring each about and look at it. */
import type { Locator, Page } from 'playwright';
import type { Script } from './scripted-program.ts';

export interface WindowState {
  readonly name: string;
  /** Text that must be seen in it. */
  readonly shows: string;
  readonly script?: Script;
  /** What the person and the program do until the state is there. */
  readonly act?: (page: Page) => Promise<void>;
}

/** An answer that went well. */
export const ok = <Value>(value: Value) => ({ ok: true, value }) as const;

/** Goes to a room by the rail. */
export const goTo = (room: string) => (page: Page) =>
  page.getByRole('navigation').getByRole('button', { name: room, exact: true }).click();

/** A button of the room itself. */
export const main = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: true });
