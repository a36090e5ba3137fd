/** Columns of the panels X (row-major d x PANEL) that the kernels project rows on and solve for at a time. */
export const PANEL = 16;
