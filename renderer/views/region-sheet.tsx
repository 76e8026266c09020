/** Chooses a part of the screen's picture, by arrow keys or by drawing it with the mouse. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { pictureOf } from '../capture/still.ts';
import { useSurroundings } from '../context.ts';
import { afterKey, firstRegion, inPixels, type Region, regionBetween } from '../region.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { useCell } from './use-cell.ts';

/** Nothing until a part is to be chosen. */
export function RegionSheet() {
  const { screen } = useSurroundings();
  const picture = useCell(screen.choosing);
  return picture === null ? null : <Sheet picture={picture} onEnd={screen.take} />;
}

function Sheet({ picture, onEnd }: { readonly picture: Blob; readonly onEnd: (part: Blob | null) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const [region, setRegion] = useState(firstRegion);
  const address = useAddress(picture);
  useEffect(() => dialog.current?.showModal(), []);
  const take = async () => {
    if (image.current !== null) onEnd(await cut(image.current, region));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      return void take();
    }
    const next = afterKey(region, event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    setRegion(next);
  };
  return (
    <dialog
      ref={dialog}
      class="sheet region-sheet"
      aria-labelledby="region-title"
      onClose={() => onEnd(null)}
    >
      <h2 id="region-title">{words.sight.regionTitle}</h2>
      <p class="quiet" id="region-hint">
        {words.sight.regionHint}
      </p>
      <div
        class="region-picture"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by the arrow keys.
        tabIndex={0}
        aria-label={words.sight.regionTitle}
        aria-describedby="region-hint region-place"
        onKeyDown={press}
        onPointerDown={(event) => drawFrom(event, setRegion)}
      >
        {address !== null && <img ref={image} src={address} alt="" draggable={false} />}
        <span class="region-frame" style={styleOf(region)} aria-hidden="true" />
      </div>
      <p class="numbers" id="region-place" role="status">
        {placeInWords(region)}
      </p>
      <div class="notice-actions">
        <Button look="outline" label={words.sight.regionTake} onPress={() => void take()} />
        <Button label={words.sight.regionLeave} onPress={() => dialog.current?.close()} />
      </div>
    </dialog>
  );
}

/** The address of `picture` for an image, as long as it is shown. */
function useAddress(picture: Blob): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return address;
}

/** The mouse draws the frame until its button is let go. */
function drawFrom(event: PointerEvent, onRegion: (region: Region) => void): void {
  const place = event.currentTarget as HTMLElement;
  const box = place.getBoundingClientRect();
  const at = ({ clientX, clientY }: PointerEvent): [number, number] => [
    (clientX - box.left) / box.width,
    (clientY - box.top) / box.height,
  ];
  const from = at(event);
  const move = (moved: PointerEvent) => onRegion(regionBetween(from, at(moved)));
  place.setPointerCapture(event.pointerId);
  place.addEventListener('pointermove', move);
  place.addEventListener('pointerup', () => place.removeEventListener('pointermove', move), { once: true });
}

function cut(image: HTMLImageElement, region: Region): Promise<Blob> {
  const { left, top, width, height } = inPixels(region, image.naturalWidth, image.naturalHeight);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d')?.drawImage(image, left, top, width, height, 0, 0, width, height);
  return pictureOf(canvas, 'image/png');
}

function placeInWords({ left, top, width, height }: Region): string {
  const [a, b, c, d] = [left, top, width, height].map((share) => Math.round(share * 100));
  return words.sight.regionPlace(a ?? 0, b ?? 0, c ?? 0, d ?? 0);
}

function styleOf({ left, top, width, height }: Region) {
  return {
    insetInlineStart: `${left * 100}%`,
    insetBlockStart: `${top * 100}%`,
    inlineSize: `${width * 100}%`,
    blockSize: `${height * 100}%`,
  };
}
