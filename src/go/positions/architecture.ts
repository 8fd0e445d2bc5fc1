import type { Space } from "../../environments/index.ts";
import { type Architecture, type BoardArchitectureOptions, boardArchitecture } from "../../networks/index.ts";

/** How options say that a network is built. */
export interface BoardSettings
  extends Required<Pick<BoardArchitectureOptions, "layers" | "filters" | "firstKernel">>,
    Pick<BoardArchitectureOptions, "residualBlocks"> {
  readonly architecture: Architecture | "auto";
}

/** The architecture that options ask for, for what is observed of a board. @param head where it is "auto"; default a policy's */
export function boardArchitectureFor(
  observationSpace: Space,
  { architecture, layers, filters, firstKernel, residualBlocks = 0 }: BoardSettings,
  head: Pick<BoardArchitectureOptions, "head"> = {},
): Architecture {
  if (architecture !== "auto") return architecture;
  const { shape } = observationSpace as unknown as { readonly shape: readonly [number, number, number] };
  return boardArchitecture(shape, { layers, filters, firstKernel, residualBlocks, ...head });
}
