/** A sentence without what was cleaned away; that is struck through where it is shown, and said to be left out. */
import type { PointPiece } from '../summary-points.ts';
import { words } from '../words.ts';

interface CleanedPiecesProps {
  readonly pieces: readonly PointPiece[];
  /** Struck through; else it is not there at all. */
  readonly shown: boolean;
  /** The sentence where it is hidden: its first letter and its spaces may differ from the pieces. */
  readonly clean: string;
}

/** The sentence. */
export function CleanedPieces({ pieces, shown, clean }: CleanedPiecesProps) {
  if (!shown || !pieces.some(({ isLeftOut }) => isLeftOut)) return <>{clean}</>;
  return (
    <>
      {pieces.map(({ text, isLeftOut }, at) =>
        isLeftOut ? <LeftOut key={at} text={text} /> : <span key={at}>{text}</span>,
      )}
    </>
  );
}

/** Words that were left out, struck through. */
export function LeftOut({ text }: { readonly text: string }) {
  const end = text.trimEnd();
  return (
    <>
      <del class="left-out">
        <span class="visually-hidden">{words.summarize.leftOutMark}</span>
        {end}
      </del>
      {text.slice(end.length)}
    </>
  );
}
