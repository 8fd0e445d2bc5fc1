/**
 * What editors show of an option, and its row in docs/options.md: both are made of the tables that the algorithms check
 * their options with, as `describeOptions` of logpi/learning gives them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Greek letters stay as they are: Λ is not λ. */
const capitalized = (text) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
const valueText = (value) => JSON.stringify(value).replaceAll(",", ", ");

/** "Discount γ. A number from 0 to 1; default 0.99." */
function sentenceOf({ description, allowed, default: value }) {
  return `${capitalized(description)}. ${capitalized(allowed)}; default ${valueText(value)}.`;
}

/** A row of an options table, as the compiler writes its type. */
const row = /^( +)readonly (\w+): import\("[^"]*options\/options\.ts"\)\.Option<.*>;$/gm;

/**
 * Puts a comment before each option of an algorithm in the declarations of its folder.
 *
 * @throws Error for an option without a declaration, or the reverse: the compiler has begun to write types in another way
 */
export function describeInTypes(folder, options) {
  const texts = new Map(options.map((option) => [option.name, sentenceOf(option)]));
  const declared = new Set();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) {
    const path = join(folder, file);
    const before = readFileSync(path, "utf8");
    const after = before.replace(row, (line, indent, name) => {
      if (!texts.has(name)) throw new Error(`${path}: there is no option ${name}`);
      declared.add(name);
      return `${indent}/** ${texts.get(name)} */\n${line}`;
    });
    if (after !== before) writeFileSync(path, after);
  }
  const missing = [...texts.keys()].filter((name) => !declared.has(name));
  if (missing.length > 0) throw new Error(`${folder}: no declaration of option ${missing.join(", ")}`);
}

const introduction = `# Options of the algorithms

Made by \`npm run options\` of the tables that the algorithms check their options with. An editor shows the same texts where
an option is written, and \`logpi list\` prints them. On the command line an option is set by \`--set NAME=VALUE\`.

Settings that suit a built-in environment are \`ppo.tuned["CartPole-v1"]\`, those of other libraries \`ppo.presets.cleanrl\`.
`;

/** docs/options.md. */
export function optionsPage(algorithms) {
  const sections = algorithms.map(({ name, description, options }) => {
    const rows = options.map(({ name: option, description: text, allowed, default: value }) => {
      const cells = [`\`${option}\``, capitalized(text), capitalized(allowed), `\`${valueText(value)}\``];
      return `| ${cells.join(" | ")} |`;
    });
    const head = ["| option | what it is for | values | default |", "|---|---|---|---|"];
    return `\n## ${name}\n\n${description}\n\n${[...head, ...rows].join("\n")}\n`;
  });
  return introduction + sections.join("");
}
