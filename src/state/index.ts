export { decodeState, encodeState } from "./encode-state.ts";
export {
  arrayState,
  type Saved,
  type SavedArray,
  StateError,
  type Stateful,
  savedArray,
  savedCount,
  savedList,
  savedRecord,
  stateOf,
  within,
} from "./stateful.ts";
