/**
 * A soft light over a picture: bright where the weight is, dim elsewhere, with a line around the brightest, so
 * that it is seen on any picture and without telling colours apart. The weights are those of one word.
 */
import { useEffect, useRef } from 'preact/hooks';
import { contours, lightField } from '../light-field.ts';

interface WeightMapProps {
  /** One for each cell of the grid, row by row. */
  readonly weights: readonly number[];
  readonly grid: readonly [rows: number, columns: number];
}

/** How dark it is where there is no light, of 255: what is there stays to be seen. */
const darkest = 145;
/** Pixels of the light along the longer side; the browser draws it smoothly over the picture. */
const fineness = 96;

/** The light; it lies over its parent, and a screen reader hears of it in the word's description. */
export function WeightMap({ weights, grid }: WeightMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const draw = () => drawLight(element, weights, grid);
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [weights, grid]);
  return (
    <span aria-hidden="true">
      <canvas class="weight-map" ref={canvas} />
    </span>
  );
}

function drawLight(
  canvas: HTMLCanvasElement,
  weights: readonly number[],
  grid: WeightMapProps['grid'],
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || height === 0) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const columns = Math.max(2, Math.round((fineness * width) / Math.max(width, height)));
  const rows = Math.max(2, Math.round((fineness * height) / Math.max(width, height)));
  const field = lightField(weights, grid, [rows, columns]);
  const shade = new OffscreenCanvas(columns, rows);
  const shadeContext = shade.getContext('2d');
  if (shadeContext === null) return;
  const pixels = shadeContext.createImageData(columns, rows);
  for (const [at, light] of field.entries()) pixels.data[at * 4 + 3] = Math.round(darkest * (1 - light));
  shadeContext.putImageData(pixels, 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(shade, 0, 0, canvas.width, canvas.height);
  context.lineCap = 'round';
  for (const [style, thickness] of [
    ['rgb(0 0 0 / 55%)', 4],
    ['rgb(255 255 255 / 90%)', 1.5],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = thickness * scale;
    context.beginPath();
    for (const [x1, y1, x2, y2] of contours(field, [rows, columns], 0.5)) {
      context.moveTo(((x1 + 0.5) / columns) * canvas.width, ((y1 + 0.5) / rows) * canvas.height);
      context.lineTo(((x2 + 0.5) / columns) * canvas.width, ((y2 + 0.5) / rows) * canvas.height);
    }
    context.stroke();
  }
}
