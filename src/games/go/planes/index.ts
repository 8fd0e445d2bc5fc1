export { alphaGoFeatures, boardFeatures, type GoFeature, planesOfFeatures } from "./features.ts";
export { type GoPlanes, goPlanes } from "./go-planes.ts";
