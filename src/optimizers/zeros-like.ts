import { type Variable, variable } from "../graph/index.ts";

/** A variable of zeros in the shape of a parameter: an optimizer's state, named `${parameter}.${role}`. */
export function zerosLike(parameter: Variable, role: string): Variable {
  const { name, initial } = parameter.attributes;
  return variable(`${name}.${role}`, parameter.shape, new Float32Array(initial.length));
}
