import type { ChannelRange } from "./channel-range.ts";
import type { ConvolutionalArchitecture } from "./convolutional-network.ts";

/** Rows and columns from which on an image is large. */
const large = 64;

/**
 * A convolutional network for images [height, width, channels]. Those of 64 × 64 and more get that of Mnih et al. 2015
 * (https://doi.org/10.1038/nature14236): 32 filters of 8 × 8 with stride 4, 64 of 4 × 4 with stride 2, 64 of 3 × 3, and
 * 512 hidden units; smaller ones, two layers of 3 × 3 with stride 2, of 16 and 32 filters, and 128 hidden units.
 */
export function imageArchitecture(
  input: ConvolutionalArchitecture["input"],
  range?: ChannelRange,
): ConvolutionalArchitecture {
  const [height, width] = input;
  const isLarge = Math.min(height, width) >= large;
  return {
    ...{ kind: "convolutional", input },
    ...(range && { range }),
    layers: isLarge
      ? [
          { filters: 32, kernel: 8, stride: 4, padding: "valid" },
          { filters: 64, kernel: 4, stride: 2, padding: "valid" },
          { filters: 64, kernel: 3, padding: "valid" },
        ]
      : [
          { filters: 16, kernel: 3, stride: 2 },
          { filters: 32, kernel: 3, stride: 2 },
        ],
    head: { kind: "dense", hidden: [isLarge ? 512 : 128] },
  };
}
