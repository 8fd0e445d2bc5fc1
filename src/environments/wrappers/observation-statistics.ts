import { type Bytes, bytesIn } from "../../files/bytes-in.ts";
import { requireKind } from "../../files/require-kind.ts";
import { decodeState, type Saved, within } from "../../state/index.ts";
import { normalizeObservationName } from "./normalize-observation.ts";
import { type Statistics, statisticsOf } from "./running-statistics.ts";

/**
 * What {@link normalizeObservation} knows of observations, out of the checkpoint of a training: that of all copies together.
 *
 * @param checkpoint what `report.checkpoint()` gave, or the bytes of a run's checkpoint file
 * @throws TypeError or StateError for other bytes; Error if its environments were not wrapped
 *
 * @example
 * const statistics = observationStatistics(report.checkpoint());
 * evaluate(policy, normalizeObservation("Pendulum-v1", { statistics, update: false }));
 */
export function observationStatistics(checkpoint: Bytes): Statistics {
  const bytes = bytesIn("observationStatistics", checkpoint);
  requireKind("observationStatistics", bytes, "training", "run");
  const saved = decodeState(bytes);
  const { training = saved } = Object(saved) as { readonly training?: Saved };
  // A run's checkpoint file has the bytes of its training within.
  const parts = statisticsIn(training instanceof Uint8Array ? decodeState(training) : saved);
  if (parts.length === 0) {
    throw new Error(
      "observationStatistics: the checkpoint has none; it must be that of a training on normalizeObservation(…)",
    );
  }
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const columns = parts[0].mean.length;
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  for (const part of parts) {
    for (let i = 0; i < columns; i += 1) mean[i] += (part.count / count) * part.mean[i];
  }
  for (const part of parts) {
    for (let i = 0; i < columns; i += 1) {
      variance[i] += (part.count / count) * (part.variance[i] + (part.mean[i] - mean[i]) ** 2);
    }
  }
  return { count, mean, variance };
}

/** The statistics in a state, those of the outermost wrapper where one is within another. */
function statisticsIn(saved: Saved): Statistics[] {
  if (typeof saved !== "object" || saved === null || ArrayBuffer.isView(saved)) return [];
  if (Array.isArray(saved)) return saved.flatMap(statisticsIn);
  const record = saved as Readonly<Record<string, Saved>>;
  if (!Object.hasOwn(record, normalizeObservationName)) return Object.values(record).flatMap(statisticsIn);
  return [within(normalizeObservationName, () => statisticsOf(record[normalizeObservationName]))];
}
