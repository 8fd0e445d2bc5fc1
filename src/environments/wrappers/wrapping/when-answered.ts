/** A result, or of an environment that answers later the promise of one. */
export type Answer<Result> = Result | Promise<Result>;

/** Goes on with a result at once, or when it is there. */
export function whenAnswered<Given, Result>(
  answer: Answer<Given>,
  goOn: (result: Given) => Answer<Result>,
): Answer<Result> {
  return answer instanceof Promise ? answer.then(goOn) : goOn(answer);
}
