#include "formats/writing.hpp"

namespace gen {
namespace {

bool does_write = true;

}  // namespace

bool writes() { return does_write; }

void write_nothing() { does_write = false; }

}  // namespace gen
