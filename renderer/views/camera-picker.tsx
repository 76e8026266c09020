/** Chooses the camera, by its name; the choice is remembered by that name. */
import { Camera, ChevronDown } from 'lucide-preact';
import { useSurroundings, useView } from '../context.ts';
import { words } from '../words.ts';
import { useCell } from './use-cell.ts';

const systemValue = '';

/** The picker; it is there while the camera is on. */
export function CameraPicker() {
  const { camera, deeds } = useSurroundings();
  const { program } = useView();
  const { state, labels } = useCell(camera.camera);
  if (state !== 'on') return null;
  const remembered = program?.settings.cameraLabel ?? null;
  return (
    <span class="picker">
      <Camera size={18} strokeWidth={1.5} aria-hidden="true" />
      <select
        id="camera"
        aria-label={words.sight.picker}
        value={remembered ?? systemValue}
        onChange={({ currentTarget: { value } }) => {
          void deeds.setSettings({ cameraLabel: value === systemValue ? null : value }).then(camera.change);
        }}
      >
        <option value={systemValue}>{words.sight.system}</option>
        {remembered !== null && !labels.includes(remembered) && (
          <option value={remembered}>{words.sight.absent(remembered)}</option>
        )}
        {labels.map((label) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown class="picker-chevron" size={16} strokeWidth={1.5} aria-hidden="true" />
    </span>
  );
}
