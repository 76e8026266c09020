/** How times, sizes and days are written in the window. */

const dayMs = 24 * 60 * 60 * 1000;
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const fullDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const hourAndMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Seconds as `0:11` or `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds as a screen reader should say them: `1 minute 5 seconds`. */
export function spokenDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    plural(Math.floor(whole / 3600), 'hour'),
    plural(Math.floor(whole / 60) % 60, 'minute'),
    plural(whole % 60, 'second'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** Milliseconds since 1970 as `Tuesday, 10:42`. */
export function dayAndTime(atMs: number): string {
  return `${weekday.format(atMs)}, ${timeOfDay(atMs)}`;
}

/** Milliseconds since 1970 as `10:42`. */
export function timeOfDay(atMs: number): string {
  return hourAndMinute.format(atMs);
}

/** The heading of a day in the diary: Today, Yesterday, a weekday with its date, or a full date. */
export function dayHeading(atMs: number, nowMs: number): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / dayMs);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return days > 1 && days < 300 ? dayAndMonth.format(atMs) : fullDay.format(atMs);
}

/** A size as `640 KB`, `28 MB` or `1.2 GB`, in the thousands that download pages use. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} KB`;
  if (bytes < 1_000_000_000) return `${Math.round(bytes / 1_000_000)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** How far a download is: `12 of 28 MB`. */
export function sizeOf(doneBytes: number, totalBytes: number): string {
  if (totalBytes < 1_000_000) return `${size(doneBytes)} of ${size(totalBytes)}`;
  const done = Math.min(Math.floor(doneBytes / 1_000_000), Math.round(totalBytes / 1_000_000));
  return `${done} of ${Math.round(totalBytes / 1_000_000)} MB`;
}

/** A share as whole per cent, never 100 before the end. */
export function percent(share: number): number {
  return share >= 1 ? 100 : Math.max(0, Math.min(99, Math.floor(share * 100)));
}

function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

function plural(count: number, unit: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
