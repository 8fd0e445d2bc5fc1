import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createOriginals } from "../../scripts/fuzz-policy-files/originals.ts";
import { decodeSafetensors } from "../../src/networks/index.ts";
import { programVersion } from "../../src/policies/files/program-format.ts";

describe("acting programs", () => {
  it("are of a new version whenever policies get other instructions", () => {
    const programs = createOriginals().map(({ bytes }) =>
      JSON.parse(decodeSafetensors(bytes).metadata.program!),
    );
    for (const program of programs) expect(program.version).toBe(programVersion);
    const words = programs.map(({ version, ...program }) => program);
    const hash = createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 16);
    expect(
      { version: programVersion.split("-")[1], hash },
      "the instructions are others: raise the number in programVersion (src/policies/program-format.ts), so that files of " +
        "before are known as such, and write both down here",
    ).toEqual({ version: "1", hash: "0ec6607a245565c2" });
  });
});
