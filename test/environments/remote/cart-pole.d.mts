export interface CartPole {
  reset(seed?: number): number[];
  step(action: number): { observation: number[]; reward: number; terminated: boolean; truncated: boolean };
  mask(): number[];
}
export function cartPole(): CartPole;
