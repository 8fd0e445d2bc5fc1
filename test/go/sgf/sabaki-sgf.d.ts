declare module "@sabaki/sgf" {
  interface SabakiNode {
    readonly data: Record<string, string[]>;
    readonly children: SabakiNode[];
  }
  const sabaki: {
    parse(text: string): SabakiNode[];
    parseBuffer(bytes: Uint8Array): SabakiNode[];
    stringify(games: SabakiNode[]): string;
  };
  export default sabaki;
  export type { SabakiNode };
}
