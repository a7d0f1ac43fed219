// esbuild puts the style sheets that are imported together.
declare module '*.css';
