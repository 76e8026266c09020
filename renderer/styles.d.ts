/** Style sheets are imported for their effect; the bundler puts them all into one file. */
declare module '*.css';
declare module '@fontsource-variable/inter/wght.css';
declare module '@fontsource-variable/source-serif-4/wght.css';
