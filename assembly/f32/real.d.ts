// The compiler's option --use real=f32 (or f64) names it.
declare type real = number;
