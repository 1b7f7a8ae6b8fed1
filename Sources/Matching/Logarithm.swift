import Glibc

/// ln(1 + x).
func naturalLogarithm(onePlus x: Double) -> Double { log1p(x) }

/// The logistic function: any number to a probability.
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
