import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../../src/runs/metrics/crc32c.ts";
import type { MetricsLine } from "../../../src/runs/metrics/metrics-line.ts";
import { eventsHeader, metricsEvent, restartEvent } from "../../../src/runs/metrics/tensorboard-events.ts";
import fixture from "./tensorboard.json" with { type: "json" };

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("CRC-32C", () => {
  it.each([
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 times 255", new Uint8Array(32).fill(255), 0x62a8ab43],
    ["0 to 31", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["31 to 0", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])("of %s is what RFC 3720 says in appendix B.4", (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe("a record of TensorBoard", () => {
  it("is to the byte what TensorBoard's own writer gives, for scalars, the header and a restart", () => {
    expect(hex(eventsHeader(fixture.began))).toBe(fixture.header);
    expect(hex(restartEvent(fixture.began))).toBe(fixture.restart);
    for (const { began, seconds, step, values, bytes } of fixture.events) {
      const named = Object.entries(values).map(([tag, value]) => [nameOf(tag), value]);
      const line = { update: 1, steps: step, seconds, ...Object.fromEntries(named) } as MetricsLine;
      expect(hex(metricsEvent(line, began))).toBe(bytes);
    }
  });

  it("leaves out what is no number, and counts the episodes as episodes/count", () => {
    const line = { update: 1, steps: 5, seconds: 1, episodes: 0, meanReturn: null, meanLength: null };
    const text = Buffer.from(metricsEvent(line, 0)).toString("latin1");
    expect(text).toContain("episodes/count");
    expect(text).not.toMatch(/mean|seconds|update/);
  });

  it("says its own length and checksum, whatever the line", () => {
    const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), numbers), fc.maxSafeNat(), (metrics, steps) => {
        const line = { ...metrics, update: 1, steps, seconds: 0 } as unknown as MetricsLine;
        const record = metricsEvent(line, 0);
        const view = new DataView(record.buffer, record.byteOffset, record.length);
        const length = Number(view.getBigUint64(0, true));
        expect(record.length).toBe(length + 16);
        // Back from the masked form.
        const shifted = (view.getUint32(12 + length, true) - 0xa282ead8) >>> 0;
        expect(((shifted >>> 17) | (shifted << 15)) >>> 0).toBe(crc32c(record.subarray(12, 12 + length)));
      }),
      { seed: 41, numRuns: 100 },
    );
  });
});

function nameOf(tag: string): string {
  const [group, name] = tag.split("/");
  return group === "info" ? `info.${name}` : name!;
}
