/**
 * The files that are mistaken for each other: what is in the first characters of each, what it is, and what reads it. The
 * marks are from the formats that their writers name.
 */
const kinds = {
  policy: ["logpi-polic", "the bytes of policy.save()", "loadPolicy"],
  run: [
    "logpi-run-ch",
    "the checkpoint file of a run",
    "loadRun(folder, { checkpoint: steps }) and train({ resume: folder })",
  ],
  training: ["logpi-checkpoint", "the bytes of report.checkpoint()", "{ resume } of its algorithm"],
  demonstrations: ['{\\"observations', "demonstrations", "the option data of behavior-cloning"],
} as const;

/** Enough for the names of the formats, which are first in their files. */
const beginning = 200;

/**
 * Passes all bytes but those of a file of another kind. Whether they are intact, or of logpi at all, their reader finds.
 *
 * @param owner who reads them: begins the message
 * @param wanted the kinds that it reads; the message names the first
 * @throws TypeError that says what they are, and what reads them
 */
export function requireKind(owner: string, bytes: Uint8Array, ...wanted: (keyof typeof kinds)[]): void {
  const text = new TextDecoder().decode(bytes.subarray(0, beginning));
  for (const [kind, [mark, what, reader]] of Object.entries(kinds)) {
    if (!text.includes(mark)) continue;
    if ((wanted as string[]).includes(kind)) return;
    throw new TypeError(`${owner}: expected ${kinds[wanted[0]][1]}; found ${what}, for ${reader}`);
  }
}
