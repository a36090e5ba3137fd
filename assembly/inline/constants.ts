// To stand for a whole vector that a kernel steps through by 0, four at a time, or for a row of a panel of 16.
export const zeros: usize = memory.data<f64>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
export const ones: usize = memory.data<f64>([1, 1, 1, 1]);
