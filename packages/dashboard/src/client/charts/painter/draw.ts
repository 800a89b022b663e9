import type { Hits } from "./hits.js";
import type { Painter } from "./painter.js";
import type { ChartTheme } from "./theme.js";

/** Draws a whole chart; what it returns can be pointed at. A function of its arguments and what it closes over alone. */
export type Draw = (painter: Painter, theme: ChartTheme) => Hits | undefined;
