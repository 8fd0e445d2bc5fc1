export interface BuiltPrograms {
  withOutputs(name: string): Promise<string>;
  remove(): void;
}
export function buildPrograms(pages: Readonly<Record<string, string>>): Promise<BuiltPrograms>;
