/** A picture as large as it fits, with the light of a word over it. */
import type { PictureDescription } from '../../preload/description.ts';
import { words } from '../words.ts';
import { usePreview } from './use-preview.ts';
import { WeightMap } from './weight-map.tsx';

interface PictureFrameProps {
  readonly id: string;
  /** Its accessible name. */
  readonly name: string;
  readonly description: PictureDescription;
  /** The weights of the word that is pointed at; null for no light. */
  readonly attention: readonly number[] | null;
}

/** The picture. */
export function PictureFrame({ id, name, description, attention }: PictureFrameProps) {
  const preview = usePreview(id);
  const { width, height } = description.facts;
  if (preview.kind === 'none') return <p class="quiet page-note">{words.see.unseen}</p>;
  return (
    <div
      class="picture-frame"
      style={{
        aspectRatio: `${width} / ${height}`,
        '--ratio': width / Math.max(1, height),
        '--own': `${width}px`,
      }}
    >
      {preview.kind === 'ready' ? (
        <img src={preview.address} alt={name} />
      ) : (
        <p class="quiet picture-loading">{words.see.loading}</p>
      )}
      {attention !== null && preview.kind === 'ready' && (
        <WeightMap weights={attention} grid={description.grid} />
      )}
    </div>
  );
}
