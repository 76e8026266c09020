/** The words of the settings about what computes. */

const names: Readonly<Record<string, string>> = {
  auto: 'Whatever proved faster here',
  cpu: 'The processor',
  webgpu: 'WebGPU',
  coreml: 'Core ML',
  dml: 'DirectML',
  cuda: 'CUDA',
};

export const providerWords = {
  title: 'What computes',
  more: 'A graphics processor is used only where it gives the right results. If it fails, the processor does the same work again.',
  choice: 'Compute with',
  name: (provider: string) => names[provider] ?? provider,
  graphs: { encoder: 'Taking in', decoder: 'Writing' },
  on: (provider: string) => (provider === 'cpu' ? 'on the processor' : `on ${names[provider] ?? provider}`),
  tried: (provider: string, reason: string) => `${names[provider] ?? provider}: ${reason}.`,
  list: 'What was found out',
  untried: 'Nothing has been tried yet. It is tried by itself when Parola has nothing else to do.',
  test: 'Try again',
  testing: 'Trying…',
  tested: 'Everything has been tried.',
} as const;
