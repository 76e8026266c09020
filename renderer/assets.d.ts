/** Files of other kinds that the page imports; the bundler puts them beside it. */

/** For its effect: all style sheets become one file. */
declare module '*.css';
declare module '@fontsource-variable/inter/wght.css';
declare module '@fontsource-variable/source-serif-4/wght.css';

/** An address. */
declare module '*.svg' {
  const address: string;
  export default address;
}
