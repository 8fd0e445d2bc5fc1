import type { Variable } from "../graph/index.ts";

/** The state of each parameter, made when it is first asked for and the same from then on. */
export function remember<State>(create: (parameter: Variable) => State): (parameter: Variable) => State {
  const states = new WeakMap<Variable, State>();
  return (parameter) => {
    const state = states.get(parameter) ?? create(parameter);
    states.set(parameter, state);
    return state;
  };
}
