/** How many numbers tell how a game ends: whose each point is, who wins, and 1 where that is known. */
export function endingSize(points: number): number {
  return points + 2;
}
