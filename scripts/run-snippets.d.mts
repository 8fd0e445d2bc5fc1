export function withOutputs(markdown: string): Promise<string>;
