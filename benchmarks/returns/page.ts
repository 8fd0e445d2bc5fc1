import { median } from "../timing.ts";
import { commandOf } from "./entries.ts";
import { interquartileInterval, interquartileMean } from "./interquartile-mean.ts";
import type { Results } from "./results.ts";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const format = (value: number) => value.toFixed(Math.abs(value) < 10 ? 3 : 1).replace("-", "−");

/** docs/results.md. */
export function page({ entries: measured }: Results): string {
  const origins = [...new Set(measured.map(({ date, machine }) => `on ${date}: ${machine}`))];
  const rows = measured.map(({ wanted, runs, ...entry }) => {
    const means = runs.map(({ evaluation }) => evaluation.mean);
    const perfect = means.filter((value) => value === 500).length;
    const solved = entry.environment === "CartPole-v1" ? `${perfect} of ${runs.length}` : "–";
    const seconds = median(runs.map((run) => run.seconds));
    const cells = [
      entry.title,
      `\`${commandOf(entry)}\``,
      runs[0].steps.toLocaleString("en"),
      `${runs.length}`,
      `**${format(mean(means))}**`,
      // One seed tells nothing of others.
      ...(means.length === 1
        ? ["–", "–"]
        : [
            `${format(interquartileMean(means))} (${interquartileInterval(means).map(format).join(" … ")})`,
            `${format(Math.min(...means))} … ${format(Math.max(...means))}`,
          ]),
      solved,
      wanted,
      seconds.toFixed(1),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const pictures = measured.map((entry, index) => `![${entry.title}](images/curves-${index + 1}.svg)`);
  return `# Results

Each policy is evaluated after training: greedily, over 100 episodes, on seeds of their own. "Mean" is the mean of these
evaluations over the seeds 1 to n, "middle" their interquartile mean (the mean without a quarter of the seeds at either end)
with its 95 % bootstrap interval; "500 ± 0" counts the seeds on which every one of the 100 episodes reached 500. Seconds
are of training alone, the median of the seeds; most were measured while other programs had the greater part of the processor,
so that they are too many: [performance](performance.md) has the speed.

| what | \`logpi train …\` | steps | seeds | mean | middle | worst … best seed | 500 ± 0 | wanted | seconds |
|---|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

Measured ${origins.join("; ")}. The same seed gives the same weights, and so the same table, on any machine; only the
seconds differ. That is so on the wasm backend; lines with \`backend=native\` are those of this machine's instructions (AVX-512). Made by \`npm run results\`, with the numbers of every run and the SHA-256 of its weights in
[results.json](results.json). For each line that file also has a hash of its options and of a short training with them;
the tests compute these hashes anew and train the first line's first seed again, and fail when this page is out of date.

## Learning curves

Returns of the episodes that ended during training (sampled actions), one line per seed; the thick line is their mean.

${pictures.join("\n\n")}
`;
}
