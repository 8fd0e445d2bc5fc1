import type { Backend } from "../../compiler/backend.ts";
import type { Variable } from "../../graph/index.ts";
import { type Saved, type Stateful, savedArray, savedRecord, within } from "../../state/index.ts";

/** The values of variables of a backend, by their names. @throws RangeError when two have the same name */
export function variableState(variables: readonly Variable[], backend: Backend<Float32Array>): Stateful {
  const names = variables.map(({ attributes }) => attributes.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new RangeError(
      `variables: two have the name "${twice}"; each needs a name of its own to be saved under`,
    );
  }
  return {
    save: () =>
      Object.fromEntries(
        variables.map((variable, index) => [names[index], backend.values(variable).slice()]),
      ),
    restore(saved: Saved) {
      const record = savedRecord(saved, names);
      // All are looked at before the first is written.
      const arrays = variables.map((variable, index) =>
        within(names[index], () => savedArray(record[names[index]], backend.values(variable))),
      );
      variables.forEach((variable, index) => backend.values(variable).set(arrays[index]));
    },
  };
}
