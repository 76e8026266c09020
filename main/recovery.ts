/** What a program that was killed left behind: made whole at the next start, and offered again. */
import { existsSync } from 'node:fs';
import type { Library } from './library.ts';
import { recoverRecording } from './recording.ts';
import type { RecordingsFolder } from './recordings-folder.ts';

/** Mends recordings, marks unfinished work as interrupted, and deletes files that belong to nothing. */
export function recoverInterrupted(library: Library, recordings: RecordingsFolder): void {
  library.markInterrupted();
  for (const { id, kind, durationSeconds } of library.inState('interrupted')) {
    // What was seen is all there is of it, so there is nothing to go on with.
    if (kind === 'watch') {
      const durationSeconds = library.transcriptOf(id).segments.at(-1)?.end ?? 0;
      library.change(id, { state: 'done', durationSeconds });
      continue;
    }
    const name = library.recordingOf(id);
    const file = name === null ? null : recordings.pathOf(name);
    if (file === null || !existsSync(file)) {
      library.change(id, { recording: null });
    } else if (kind === 'dictation' && durationSeconds === 0) {
      library.change(id, { durationSeconds: recoverRecording(file) });
    }
  }
  recordings.removeOrphans(library.recordings());
}
