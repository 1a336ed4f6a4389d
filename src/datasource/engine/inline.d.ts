/** A module with all that it imports as the text of one classic script: see the rule in webpack.config.ts. */
declare module '*?inline' {
  export const source: string;
}
