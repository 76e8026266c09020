/** A cell's value; the calling view is drawn again when it changes. */
import { useEffect, useState } from 'preact/hooks';
import type { Cell } from '../cell.ts';

export function useCell<Value>(cell: Cell<Value>): Value {
  const [value, setValue] = useState(() => cell.get());
  useEffect(() => {
    const read = () => setValue(() => cell.get());
    read();
    return cell.listen(read);
  }, [cell]);
  return value;
}
