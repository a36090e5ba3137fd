/** Last word of the counter of every random number: what it is for. 1 is random starts (problem/). */
export const COINS = 2;
export const PROJECTION = 3;
export const LANCZOS_START = 4;
