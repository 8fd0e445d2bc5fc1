/** Lengths in m, angles in rad, times in s: the constants of Box2D 2.3, which Gymnasium's environments are simulated with. */

/** How far bodies may overlap, or a joint be apart, before it is corrected. */
export const LINEAR_SLOP = 0.005;

/** How far an angle may be beyond the limit of a joint before it is corrected. */
export const ANGULAR_SLOP = (2 / 180) * Math.PI;

/** The thickness of the skin around every shape. Shapes rest on each other's skins. */
export const SKIN = 2 * LINEAR_SLOP;

/** Bodies slower than this, in m/s and rad/s, are at rest. */
export const REST_SPEED = 0.01;
export const REST_SPIN = (2 / 180) * Math.PI;

/** The longest way and the largest rotation of a step. */
export const MAX_TRANSLATION = 2;
export const MAX_ROTATION = Math.PI / 2;

/** The most that one pass over the positions corrects. */
export const MAX_LINEAR_CORRECTION = 0.2;
export const MAX_ANGULAR_CORRECTION = (8 / 180) * Math.PI;
