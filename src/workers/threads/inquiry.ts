/** What a thread is sent beside the messages that it hears. It answers each when it has done what is asked. */
export type Inquiry = Greeting | Watch;

/** Asks a thread whether it runs. */
export interface Greeting {
  readonly kind: "greeting";
  /** In a browser, what it is to hold as long as it lives. */
  readonly lock?: string;
}

/** Asks a thread of a browser to watch others. */
export interface Watch {
  readonly kind: "watch";
  readonly watched: readonly Watched[];
}

/** A lock that another thread holds as long as it lives, and the word to be set to 1 when it does no more. */
export interface Watched {
  readonly lock: string;
  readonly ended: Int32Array;
}
