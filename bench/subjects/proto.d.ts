/** The schema's text, put in by bench/build.ts. */
declare module '*.proto' {
  const text: string;
  export default text;
}
