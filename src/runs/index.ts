export { type EvaluateOptions, type Evaluation, evaluate, evaluateLater } from "../experience/index.ts";
export { type LoadRunOptions, loadRun, type Run } from "./folder/load-run.ts";
export type { WhichPolicy } from "./folder/read-run.ts";
export type { EvaluationSummary, Keeping, RunRecord, RunStatus } from "./folder/run-record.ts";
export { importEnvironment, loadEnvironment } from "./load-environment.ts";
export {
  type MetricSink,
  type MetricSinkName,
  type MetricSinksOptions,
  openMetricSinks,
  requireSinkNames,
} from "./metrics/metric-sinks.ts";
export { metricsCsv } from "./metrics/metrics-csv.ts";
export {
  createMetricsLines,
  type MetricsLine,
  type MetricsLines,
  metricsLine,
} from "./metrics/metrics-line.ts";
export { readMetrics } from "./metrics/read-metrics.ts";
export { parametersHash } from "./parameters-hash.ts";
export { curvesToSvg, type SvgOptions } from "./plot/curves-to-svg.ts";
export { curvesToText, type TextOptions } from "./plot/curves-to-text.ts";
export { type Curve, type Curves, type CurvesOptions, readCurves } from "./plot/read-curves.ts";
export { type PresetFile, readPresetFile } from "./preset-file.ts";
export {
  algorithmOf,
  copiesIn,
  findAlgorithm,
  presetsFor,
  type ResolvedSettings,
  resolveSettings,
  type Settings,
  type TrainingOptions,
} from "./settings.ts";
export { type TrainingEvent, train } from "./train.ts";
export type { TrainSettings } from "./train-settings.ts";
export { searchedSettings } from "./tuning/best-settings.ts";
export { readTuningPlan } from "./tuning/journal.ts";
export type { TuningPlan, TuningResult } from "./tuning/plan.ts";
export type { RankedTrial } from "./tuning/search.ts";
export { type ResumedTuning, type TuneSettings, type TuningEvent, tune } from "./tuning/tune.ts";
export type { NewTuning } from "./tuning/tune-settings.ts";
