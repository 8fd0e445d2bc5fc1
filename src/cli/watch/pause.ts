/** Keeps a pace. */
export interface Pause {
  /** Resolves so many seconds after the time at which the call before was to resolve, or at once if that has passed. */
  next(seconds: number): Promise<void>;
  /** Lets the present call and all later ones resolve at once. */
  end(): void;
}

/** @param now milliseconds since whenever */
export function createPause(now: () => number): Pause {
  let due = now();
  let isOver = false;
  let wake: (() => void) | undefined;
  return {
    async next(seconds) {
      due = Math.max(now(), due + 1000 * seconds);
      const wait = isOver ? 0 : due - now();
      await new Promise<void>((resolve) => {
        // Also where there is nothing to wait for: signals are heard in between.
        const timer = setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    end() {
      isOver = true;
      wake?.();
    },
  };
}
