interface RolloutSizes {
  readonly environments: number;
  readonly rolloutSteps: number;
}

/** What is wrong with an option that says how many steps of a rollout a minibatch has, if anything. @param name of the option */
export function checkMinibatchSize(
  name: string,
  minibatchSize: number,
  { environments, rolloutSteps }: RolloutSizes,
): string[] {
  const size = environments * rolloutSteps;
  if (size % minibatchSize === 0) return [];
  return [
    `option ${name} is ${minibatchSize}; it must divide environments × rolloutSteps, ${environments} × ${rolloutSteps} = ${size}.`,
  ];
}
