/** Mid tones that hold on a light page and on a dark one. */
export const BLUE = "#3f7fd6";
export const ORANGE = "#dd7a33";
export const GREEN = "#2e9e7f";
export const VIOLET = "#9a6fd0";
/** The colour of limits and promises. */
export const RED = "#c9504f";
