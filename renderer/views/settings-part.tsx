/** One part of the settings: its title, what can be chosen, and a note. */
import type { ComponentChildren } from 'preact';

/** The part; `noteId` is for what the note describes. */
export function SettingsPart(props: {
  readonly title: string;
  readonly note?: string;
  readonly noteId?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="part" aria-label={props.title}>
      <h2>{props.title}</h2>
      <div class="part-body">
        {props.children}
        {props.note !== undefined && (
          <p class="quiet" id={props.noteId}>
            {props.note}
          </p>
        )}
      </div>
    </section>
  );
}
