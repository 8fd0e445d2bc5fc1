/** What a policy's file calls itself. */
export const policyFormat = "logpi-policy-2";

/** What a file of several policies calls itself. */
export const policiesFormat = "logpi-policies-1";

/** What a policy's file says beside the weights; each entry is JSON. */
export interface PolicyDescription {
  readonly observationSpace: string;
  readonly actionSpace: string;
  readonly architecture: string;
  readonly masked: string;
  readonly head: string;
  /** What the names of the weights begin with; missing where it is "policy". */
  readonly name?: string;
  /** `true`; missing where the network sees observations as they are. */
  readonly normalizesObservations?: string;
  /** An `ActingProgram`; missing where there is none. */
  readonly program?: string;
}
