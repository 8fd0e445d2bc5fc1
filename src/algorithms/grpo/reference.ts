import { copyPolicy, type Policy } from "../../policies/index.ts";
import { type Saved, type Stateful, savedArray, savedRecord, within } from "../../state/index.ts";

/**
 * The policy that a training began with, from which the trained one is not to go far. Where observations are normalized, both see
 * them by the scale of now.
 */
export interface Reference extends Stateful {
  readonly policy: Policy;
  /** Takes the weights of the trained policy, the first time that it is called. */
  begin(): void;
}

/** @param trained the policy that is trained; its weights may still change before the training begins */
export function createReference(trained: Policy): Reference {
  const { backend } = trained;
  const policy = copyPolicy(trained);
  let begun = false;
  return {
    policy,
    begin() {
      if (begun) return;
      begun = true;
      policy.parameters.forEach((parameter, i) => {
        backend.values(parameter).set(backend.values(trained.parameters[i]));
      });
    },
    save: () =>
      begun
        ? Object.fromEntries(
            policy.parameters.map((each) => [each.attributes.name, backend.values(each).slice()]),
          )
        : null,
    restore(saved: Saved) {
      begun = saved !== null;
      if (!begun) return;
      const names = policy.parameters.map(({ attributes }) => attributes.name);
      const record = savedRecord(saved, names);
      const arrays = policy.parameters.map((each, i) =>
        within(names[i], () => savedArray(record[names[i]], backend.values(each))),
      );
      policy.parameters.forEach((each, i) => {
        backend.values(each).set(arrays[i]);
      });
    },
  };
}
