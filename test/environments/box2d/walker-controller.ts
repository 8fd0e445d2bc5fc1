/**
 * What Gymnasium's heuristic controller of the walker does, as a machine of three phases: one leg swings forward while the
 * other carries; the swinging leg is put down; the other pushes off, and the legs change places. It has no notion of balance.
 *
 * @returns a function from observations to actions, which remembers the phase
 */
export function walkerController(): (observation: ArrayLike<number>) => Float32Array {
  const straight = 0.1;
  const speed = 0.29;
  let phase: "swing" | "put down" | "push off" = "swing";
  let swinging = 0;
  let bend = straight;

  return (observation) => {
    const [tilt, tilting, forward, upward] = Array.from(observation);
    const seen = (leg: number, i: number) => observation[4 + 5 * leg + i];
    const carrying = 1 - swinging;
    const hips: (number | undefined)[] = [undefined, undefined];
    const knees: (number | undefined)[] = [undefined, undefined];

    if (phase === "swing") {
      hips[swinging] = 1.1;
      knees[swinging] = -0.6;
      bend = Math.min(bend + (forward > speed ? 0.06 : 0.03), straight);
      knees[carrying] = bend;
      if (seen(carrying, 0) < 0.1) phase = "put down";
    }
    if (phase === "put down") {
      hips[swinging] = 0.1;
      knees[swinging] = straight;
      knees[carrying] = bend;
      if (seen(swinging, 4) === 1) {
        phase = "push off";
        bend = Math.min(seen(swinging, 2), straight);
      }
    }
    if (phase === "push off") {
      knees[swinging] = bend;
      knees[carrying] = 1;
      if (seen(carrying, 2) > 0.88 || forward > 1.2 * speed) {
        phase = "swing";
        swinging = carrying;
      }
    }

    const action = new Float32Array(4);
    for (const leg of [0, 1]) {
      const [hip, knee] = [hips[leg], knees[leg]];
      const toHip = hip ? 0.9 * (hip - seen(leg, 0)) - 0.25 * seen(leg, 1) : 0;
      const toKnee = knee ? 4 * (knee - seen(leg, 2)) - 0.25 * seen(leg, 3) : 0;
      action[2 * leg] = Math.max(-1, Math.min(1, 0.5 * (toHip + 0.9 * tilt + 1.5 * tilting)));
      action[2 * leg + 1] = Math.max(-1, Math.min(1, 0.5 * (toKnee - 15 * upward)));
    }
    return action;
  };
}
