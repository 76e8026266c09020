/** Pixels in memory. */

/** RGB, three bytes a pixel, row by row from the top. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}
