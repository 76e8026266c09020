/** A small made-up model, and a server that has its files: what the tests of installation install. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { Manifest } from '../../models/schema.ts';
import type { RunConverter } from './convert.ts';
import { type LocalServer, sendFile, startLocalServer } from './local-server.ts';

export const echoFiles: Readonly<Record<string, Buffer>> = {
  'encoder.onnx': randomBytes(400_000),
  'decoder.onnx': randomBytes(900_000),
  'pieces.txt': randomBytes(50_000),
};

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

export interface EchoServer extends LocalServer {
  /** Milliseconds between pieces that it sends, so that there is time to interrupt. */
  slowness: number;
}

export async function startEchoServer(): Promise<EchoServer> {
  const server = await startLocalServer((request, response) => {
    const content = echoFiles[(request.url ?? '').slice(1)];
    if (content === undefined) response.writeHead(404).end();
    else if (echo.slowness === 0) sendFile(request, response, content);
    else sendSlowly(request.headers.range, response, content, echo.slowness);
  });
  const echo: EchoServer = { ...server, slowness: 0 };
  return echo;
}

function sendSlowly(
  range: string | undefined,
  response: ServerResponse,
  content: Buffer,
  slowness: number,
): void {
  const start = Number(/\d+/.exec(range ?? '')?.[0] ?? 0);
  const length = { 'content-length': content.length - start };
  const contentRange = `bytes ${start}-${content.length - 1}/${content.length}`;
  if (start === 0) response.writeHead(200, length);
  else response.writeHead(206, { ...length, 'content-range': contentRange });
  let at = start;
  const timer = setInterval(() => {
    if (at >= content.length) response.end();
    else response.write(content.subarray(at, at + 50_000));
    at += 50_000;
  }, slowness);
  response.on('close', () => clearInterval(timer));
}

/** A model of three files of which a converter makes one; the others are run as they are, or not needed. */
export function echoManifest(url: string, change: Partial<Manifest> = {}): Manifest {
  return {
    id: 'echo',
    title: 'Echo',
    name: 'Echo 1',
    revision: '1',
    task: 'voice-activity',
    default: false,
    languages: [],
    licence: { spdx: 'MIT', credit: 'us', url: 'https://example.org' },
    description: 'For tests.',
    quality: [],
    files: Object.entries(echoFiles).map(([name, content]) => ({
      name,
      bytes: content.length,
      sha256: sha256(content),
      sources: [`${url}/${name}`],
    })),
    conversion: { converter: 'moonshine', version: 3, files: ['made.onnx'] },
    graphs: {
      kind: 'voice-activity',
      file: 'encoder.onnx',
      sampleRateHz: 16_000,
      samplesPerFrame: 512,
      contextSamples: 64,
      inputs: { audio: 'input', state: 'state', sampleRate: 'sr' },
      outputs: { probability: 'output', state: 'stateN' },
      stateShape: [2, 1, 128],
    },
    ...change,
  };
}

/** Stands in for the converter process. */
export const convertEcho: RunConverter = async (_module, [, , source, target]) => {
  const decoder = readFileSync(path.join(source ?? '', 'decoder.onnx'));
  writeFileSync(path.join(target ?? '', 'made.onnx'), decoder.subarray(0, 700_000));
  writeFileSync(path.join(target ?? '', 'scratch'), 'left over');
  return { succeeded: true, reason: 'exit code 0', output: '' };
};

/** Everything below the home folder, without the model itself. */
export function leftovers(home: string): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(home, path.join(entry.path, entry.name)))
    .filter((file) => !file.startsWith(path.join('models', 'echo')));
}
