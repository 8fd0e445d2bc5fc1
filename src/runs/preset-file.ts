import { readFileSync } from "node:fs";
import * as v from "valibot";
import { type Algorithm, withDefaults } from "../learning/index.ts";
import { parseJson } from "../text/parse-json.ts";
import { printable } from "../text/printable.ts";
import { valueInText } from "../text/value-in-text.ts";

const presetFile = v.strictObject({
  /** Says that the file is a preset of logpi, and how to read it. */
  format: v.literal("logpi-preset-1"),
  /** The algorithm's name. */
  algorithm: v.string(),
  /** The id of the environment that the settings were made for; they can be used in any. */
  environment: v.exactOptional(v.string()),
  /** Options of the algorithm. */
  options: v.pipe(
    v.unknown(),
    v.check((options) => !Array.isArray(options)), // which would pass for a record without entries
    v.record(v.string(), v.unknown()),
  ),
});

/** Settings in a file of JSON, which can be given where the name of a preset can. */
export type PresetFile = Readonly<Omit<v.InferOutput<typeof presetFile>, "format">>;

/** Of the objects and lists in the file. */
const depth = 16;

/** Whether a preset is said by the path of a file, which ends with `.json`, rather than by its name. */
export function isPresetFile(preset: string): boolean {
  return preset.endsWith(".json");
}

/** The text of such a file. */
export function formatPresetFile(preset: PresetFile): string {
  return `${JSON.stringify({ format: "logpi-preset-1", ...preset }, undefined, 2)}\n`;
}

/** @throws if there is no such file, or it is no preset; the message names it and says where */
export function readPresetFile(path: string): PresetFile {
  try {
    const found = parseJson(readFileSync(path, "utf8"), depth);
    const result = v.safeParse(presetFile, found);
    if (result.success) {
      const { format: _, ...preset } = result.output;
      return preset;
    }
    throw new Error(faultOf(found, result.issues[0]));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : `it is no preset: ${message}`;
    throw new Error(`preset: ${path}: ${why}. logpi tune writes such files.`, { cause });
  }
}

const whatIsAllowed =
  'it must be a record with format "logpi-preset-1", algorithm and options, and may have an environment';

/** What is wrong with what a file holds. */
function faultOf(found: unknown, issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  if (place === null || Array.isArray(found)) return `found ${valueInText(found)}; ${whatIsAllowed}`;
  if (issue.expected === "never") return `there is no field ${printable(place)}; ${whatIsAllowed}`;
  if (issue.path?.at(-1)?.origin === "key") return `${place} is missing; ${whatIsAllowed}`;
  return `${place}: expected ${issue.expected ?? "Object"}, found ${valueInText(issue.input)}`;
}

/**
 * The options in a preset's file.
 *
 * @throws as {@link readPresetFile} does, and if the preset is another algorithm's or has options that it does not allow
 */
export function optionsInFile(path: string, { name, options }: Algorithm): Readonly<Record<string, unknown>> {
  const preset = readPresetFile(path);
  if (preset.algorithm !== name) {
    throw new RangeError(
      `preset: ${path} has options of ${preset.algorithm}, not of ${name}. Leave the algorithm out, or give another preset.`,
    );
  }
  withDefaults(options, preset.options, `preset ${path}, ${name}`);
  return preset.options;
}
