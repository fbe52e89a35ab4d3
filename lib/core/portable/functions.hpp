#pragma once

namespace gen {

/// The C library's functions; where computes_portably(), of our own, whose bits depend on no library: of numbers of the sizes that come about in
/// training they err by less than 1e-15 of the result, powers by less than 1e-12.
namespace math {

double exp(double x);
double expm1(double x);
double log(double x);
double log1p(double x);
double pow(double base, double exponent);
double sin(double x);
double cos(double x);
double acos(double x);

float exp(float x);
float log(float x);

}  // namespace math
}  // namespace gen
