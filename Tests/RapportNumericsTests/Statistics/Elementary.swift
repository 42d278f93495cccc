import Foundation

// One file of the tests names the C library's functions.

func pow10(_ x: Double) -> Double { pow(10, x) }
func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }
