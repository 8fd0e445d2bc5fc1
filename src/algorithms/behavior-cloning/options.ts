import {
  commonOptions,
  fraction,
  head,
  nonNegativeInteger,
  nonNegativeNumber,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
  text,
} from "../../learning/index.ts";

export const behaviorCloningOptions = optionsTable({
  steps: positiveInteger(
    1_000_000,
    "demonstrations to learn from, each counted as often as it is read, rounded up to whole updates",
  ),
  data: text("", "what the demonstrations are read from: a file, where no other function reads them"),
  heldOut: fraction(0.1, "share of the demonstrations, the last ones, that nothing is learned from"),
  heldOutRows: nonNegativeInteger(
    2048,
    "of those that are held out, so many at most are judged, evenly spread",
  ),
  minibatchSize: positiveInteger(256, "demonstrations of each gradient"),
  minibatchesPerUpdate: positiveInteger(16, "minibatches of each update, after which there is a report"),
  learningRate: positiveNumber(1e-3, "initial step size of Adam"),
  learningRateSchedule: schedule("learning rate"),
  weightDecay: nonNegativeNumber(0, "decoupled decay of the weights"),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  head,
  ...commonOptions,
});
