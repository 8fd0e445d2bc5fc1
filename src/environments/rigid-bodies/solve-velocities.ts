import type { Joint } from "./joint.ts";
import { solveJoint } from "./joint.ts";
import { solveContact } from "./solve-contact.ts";
import type { World } from "./world.ts";

/** How many passes over the velocities there are at most, as in Gymnasium's environments. */
const PASSES = 180;

/**
 * A pass that changes no velocity (m/s, rad/s) and no impulse of a motor (N·m·s) by more than this is the last: what the
 * others would change is lost in rounding. A motor that pushes against a limit leaves the velocities as they are.
 */
const CONVERGED = 1e-15;

/** Solves the joints and the active contacts, in turn, until their velocities agree. */
export function solveVelocities(world: World, joints: readonly Joint[]): void {
  const { bodies, active, activeCount, design } = world;
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const body of bodies) {
      body.beforeX = body.vx;
      body.beforeY = body.vy;
      body.beforeSpin = body.spin;
    }
    for (const joint of joints) {
      joint.beforeImpulse = joint.motorImpulse;
      solveJoint(joint, design.timeStep);
    }
    for (let i = 0; i < activeCount; i += 1) solveContact(active[i]);
    let change = 0;
    for (const body of bodies) {
      change = Math.max(
        change,
        Math.abs(body.vx - body.beforeX),
        Math.abs(body.vy - body.beforeY),
        Math.abs(body.spin - body.beforeSpin),
      );
    }
    for (const joint of joints) change = Math.max(change, Math.abs(joint.motorImpulse - joint.beforeImpulse));
    if (change <= CONVERGED) return;
  }
}
