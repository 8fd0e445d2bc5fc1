/** A Markdown table. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)].join("\n");
}

/** Three digits that count, or all those before the point: 0.512, 20.8, 1,419. */
export function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString("en", options).replace("-", "−");
}

export const count = (value: number) => Math.round(value).toLocaleString("en");
export const percent = (share: number) => `${Math.round(100 * share)} %`;
export const kilobytes = (bytes: number) => `${figure(bytes / 1000)} KB`;
export const megabytes = (bytes: number) => `${figure(bytes / 1e6)} MB`;
export const milliseconds = (value: number) => `${figure(value)} ms`;
