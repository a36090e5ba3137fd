// Four of each, to stand for a whole vector that a kernel steps through by 0.
export const zeros: usize = memory.data<f64>([0, 0, 0, 0]);
export const ones: usize = memory.data<f64>([1, 1, 1, 1]);
