import { createWasmBackend } from "../backends/wasm/index.ts";
import type { Backend } from "../compiler/backend.ts";
import { requireBackend } from "../distributions/sampling/require-backend.ts";
import { requireSpace } from "../environments/require-environment.ts";
import { resizeImage } from "../networks/architectures/resize-image.ts";
import type { ConvolutionalArchitecture, SavedWeights } from "../networks/index.ts";
import { createGenerator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { createPolicy, type Spaces } from "./create-policy.ts";
import { observationShape } from "./default-architecture.ts";
import type { Policy } from "./policy.ts";

export interface ResizePolicyOptions {
  /** Default: a WebAssembly backend of its own. */
  readonly backend?: Backend<Float32Array>;
}

/**
 * The same policy for boards or images of another size: a new policy, with a copy of the weights. Convolutions have no size;
 * a bias per position is interpolated, so that corners keep what corners had and edges what edges had. What it has learned
 * on one size is a start on another; what may be played at all must be the same, such as a point or a pass.
 *
 * @param spaces of the other size
 * @throws RangeError when the network has another part that is tied to a size: dense layers behind images, strides in front of
 *   a head per position, normalized observations; or when it is no convolutional one
 */
export function resizePolicy<Observation, Action>(
  policy: Policy<Observation, Action>,
  spaces: Spaces<Observation, Action>,
  options: ResizePolicyOptions = {},
): Policy<Observation, Action> {
  const { backend = createWasmBackend() } = knownOptions("resizePolicy", options, ["backend"]);
  requireSpace("resizePolicy: observationSpace", spaces?.observationSpace);
  requireBackend("resizePolicy", backend);
  const architecture = sizelessArchitecture(policy);
  const [height, width] = architecture.input;
  const [newHeight, newWidth, ...channels] = observationShape(spaces.observationSpace);
  if (channels.length !== 1 || channels[0] !== architecture.input[2]) {
    throw new RangeError(
      `resizePolicy: the observations have shape [${[newHeight, newWidth, ...channels].join(", ")}]; it must be ` +
        `[height, width, ${architecture.input[2]}]`,
    );
  }
  const weights = policy.weights();
  const saved: SavedWeights = (name, shape) => {
    const { shape: own, data } = weights[name];
    // First: there may be as many positions in other rows.
    if (name === `${policy.name}.head.positions.bias`) {
      return resizeImage(data, [height, width], [newHeight, newWidth]);
    }
    if (own.join() === shape.join()) return data;
    throw new RangeError(
      `resizePolicy: weights "${name}" have shape [${own.join(", ")}], and [${shape.join(", ")}] for the other size; only a ` +
        'bias per position has a size that can be changed. Take the head { kind: "positions" }, and no strides',
    );
  };
  const { name, head, masked } = policy;
  return createPolicy(spaces, {
    ...{
      name,
      architecture: { ...architecture, input: [newHeight, newWidth, channels[0]] },
      head,
      masked,
      backend,
    },
    ...{ generator: createGenerator(0), saved },
  });
}

function sizelessArchitecture({ architecture, observationScale }: Policy): ConvolutionalArchitecture {
  if (observationScale) {
    throw new RangeError("resizePolicy: the policy normalizes each number of an observation by itself");
  }
  if (typeof architecture !== "function" && architecture.kind === "convolutional") return architecture;
  throw new RangeError(
    'resizePolicy: the architecture of the policy must be { kind: "convolutional", … }, such as boardArchitecture() gives it',
  );
}
