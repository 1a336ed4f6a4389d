/** How a frame's file and line become an address of its source. */
export interface SourceSettings {
  /**
   * For the user's own code, as `https://git.example.com/acme/orders/blob/{version}/{file}#L{line}`; takes {file}, {line},
   * {function} and {version}. Empty: own code has no links.
   */
  readonly template: string;
  /** What the files' paths begin with where they were built, such as `/build/orders/`: cut off for {file}. */
  readonly trim: string;
}

/** What a link is made from beside the frame. */
export interface SourceContext extends SourceSettings {
  /** The program's version as it tells it, or its commit; absent: a template that needs it gives no link. */
  readonly version?: string;
  /** `go1.26.1`: frames of the standard library link to this release. */
  readonly goVersion?: string;
}
