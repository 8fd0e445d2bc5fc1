export { drawPicture } from "./draw-picture.ts";
export { halfBlocks } from "./half-blocks.ts";
export { resizeFrame } from "./resize-frame.ts";
export { framesPerSecondOf, toFrame } from "./to-frame.ts";
