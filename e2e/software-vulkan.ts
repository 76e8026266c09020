/** A graphics processor in software, for tests: Chromium and Electron carry SwiftShader, which is slow but right. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../.cache', import.meta.url));

/** Its description, as `VK_ICD_FILENAMES` names it; undefined where there is none. */
export const softwareVulkan: string | undefined = [
  '/usr/lib/chromium',
  ...(existsSync(cache) ? readdirSync(cache).map((name) => path.join(cache, name)) : []),
]
  .map((folder) => path.join(folder, 'vk_swiftshader_icd.json'))
  .find((file) => existsSync(file));
