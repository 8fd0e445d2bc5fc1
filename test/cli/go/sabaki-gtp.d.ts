declare module "@sabaki/gtp" {
  export interface SabakiResponse {
    readonly id: number | null;
    readonly content: string;
    readonly error: boolean;
  }
  export class Controller {
    constructor(path: string, args?: readonly string[]);
    start(): void;
    stop(timeout?: number): Promise<void>;
    sendCommand(command: { id?: number; name: string; args?: readonly string[] }): Promise<SabakiResponse>;
  }
}
