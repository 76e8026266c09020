/** What electron-builder is told: what goes into the program's folder, its fuses, and every target. */

/** Needed at run time beside the bundles: the native modules and what they load. */
const nativePackages = [
  'onnxruntime-node',
  'onnxruntime-common',
  'libsql',
  '@libsql',
  '@neon-rs',
  'detect-libc',
  // Its WebAssembly build runs threads of its own, which do not look into the asar.
  'sharp',
  '@img',
  'semver',
  '@emnapi/runtime',
  'tslib',
];

/**
 * What the thread that reads print loads, which does not look into the asar: the library's script for such
 * threads, and of its engine only the network, for every kind of processor.
 */
const readingFiles = [
  'tesseract.js/{package.json,LICENSE*,src/**}',
  'tesseract.js-core/{package.json,LICENSE,tesseract-core*-lstm.js,tesseract-core*-lstm.wasm}',
  ...['bmp-js', 'is-url', 'regenerator-runtime', 'wasm-feature-detect'].map((name) => `${name}/**`),
  // Its script asks for them where a Node has no fetch of its own, and uses neither.
  ...['node-fetch', 'whatwg-url', 'tr46', 'webidl-conversions'].map((name) => `${name}/**`),
];

/** Code that only the command line in a checkout uses, or nobody at run time. */
const leftOut = ['!dist/cli.cjs', '!dist/build-stamp.json', '!**/*.map', '!**/*.d.ts'];

/** Whole packages where they are native: such a module finds its libraries beside itself. */
const outside = [...nativePackages.map((name) => `${name}/**`), ...readingFiles].map(
  (files) => `node_modules/${files}`,
);

/** Natives of systems other than the one packed for, which is always the one packed on. */
function otherPlatforms() {
  const others = ['darwin', 'linux', 'win32'].filter((name) => name !== process.platform);
  const otherArchitecture = process.arch === 'x64' ? 'arm64' : 'x64';
  const runtime = '!node_modules/onnxruntime-node/bin/napi-v*';
  return [
    ...others.map((name) => `${runtime}/${name}/**`),
    `${runtime}/${process.platform}/${otherArchitecture}/**`,
    '!node_modules/@libsql/*-musl/**',
    // Inside Electron on Linux pictures are decoded by the WebAssembly build, elsewhere by the native one.
    ...(process.platform === 'linux'
      ? ['!node_modules/@img/sharp-linux*/**', '!node_modules/@img/sharp-libvips-*/**']
      : ['!node_modules/@img/sharp-wasm32/**']),
  ];
}

/** Item 19 of Electron's security list: each off or on as it says. */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
};

/** Electron 29 and later only; the tests' older one has no such fuse. */
const laterFuses = { grantFileProtocolExtraPrivileges: false };

/**
 * The configuration.
 * @param {{ electronVersion: string, electronDist: string | null, output: string, isTestElectron: boolean }} options
 */
export function packageConfig({ electronVersion, electronDist, output, isTestElectron }) {
  return {
    appId: 'io.parola.Parola',
    productName: 'Parola',
    copyright: 'The Parola authors',
    directories: { output },
    electronVersion,
    ...(electronDist === null ? {} : { electronDist }),
    // The native modules speak Node-API: the same binary serves every Electron.
    npmRebuild: false,
    files: [
      'dist/**',
      'package.json',
      // What the catalogue calls "bundled".
      'models/captioner/weights/**',
      'models/summarizer/weights/**',
      ...leftOut,
      '!node_modules/**',
      ...outside,
      ...otherPlatforms(),
    ],
    asar: true,
    asarUnpack: outside,
    electronFuses: isTestElectron ? fuses : { ...fuses, ...laterFuses },
    publish: null,
    linux: {
      executableName: 'parola',
      category: 'AudioVideo',
      synopsis: 'Turns speech into text on your own machine',
      maintainer: 'The Parola authors',
      target: ['AppImage', 'deb'],
    },
    win: { target: ['nsis'] },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: {
      category: 'public.app-category.productivity',
      hardenedRuntime: true,
      extendInfo: {
        NSMicrophoneUsageDescription: 'Parola writes down what you say. The sound never leaves this Mac.',
      },
      target: ['dmg'],
    },
  };
}
