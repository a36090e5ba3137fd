/** 1234567.8 -> "1,234,568". */
export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** 0.12345 -> "12.3 %". */
export const percent = (value: number, digits = 1): string => `${(100 * value).toFixed(digits)} %`;

/** A number with a real minus sign, as tables set it. */
export const signed = (value: number, digits: number): string => value.toFixed(digits).replace("-", "\u2212");

/** Three significant digits and a power of ten. */
export const scientific = (value: number): string => value.toExponential(2).replace("e+", "e");

/** 2001-07-01. */
export const day = (date: Date): string => date.toISOString().slice(0, 10);

export const seconds = (value: number): string => `${value.toFixed(1)} s`;
