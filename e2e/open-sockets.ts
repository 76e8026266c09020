/** What a program and its descendants are connected to, as the kernel's tables say (proc(5)); Linux only. */
import { readdirSync, readlinkSync } from 'node:fs';
import { processTree, readIfThere } from './desktop.ts';

/** The ports that the program listens on: the debuggers that this test drives it through. */
export function listeningPorts(root: number): Set<string> {
  const own = ownSockets(root);
  const ports = sockets('tcp').filter(({ state, inode }) => state === '0A' && own.has(inode));
  return new Set(ports.map(({ local }) => local));
}

/** Every TCP or UDP socket of the program that has another end, but for those to its own debuggers. */
export function connections(root: number, debuggers: ReadonlySet<string>): string[] {
  const own = ownSockets(root);
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    sockets(kind)
      .filter(({ inode }) => own.has(inode))
      .filter(({ remote }) => !/^0+:0000$/.test(remote))
      .filter(({ local }) => !debuggers.has(local))
      .map(({ remote }) => `${kind} ${remote}`),
  );
}

interface Socket {
  readonly local: string;
  readonly remote: string;
  readonly state: string;
  readonly inode: string;
}

/** The kernel's table of sockets; addresses as it writes them, in hexadecimal. */
function sockets(kind: string): Socket[] {
  return readIfThere(`/proc/net/${kind}`)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .map(([, local = '', remote = '', state = '', , , , , , inode = '']) => ({
      local,
      remote,
      state,
      inode,
    }));
}

/** The inodes of all sockets that the process `root` and its descendants hold open. */
function ownSockets(root: number): Set<string> {
  return new Set(
    processTree(root).flatMap((pid) =>
      descriptors(pid).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []),
    ),
  );
}

function descriptors(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).map((name) => {
      try {
        return readlinkSync(`${folder}/${name}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}
