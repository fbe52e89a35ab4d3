#include "core/memory.hpp"

#include <cstddef>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace gen {

void return_free_memory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

bool is_memory_short() {
    constexpr std::size_t some = std::size_t{8} << 20;
    void* volatile const got = std::malloc(some);  // not to be left out by the compiler
    std::free(got);
    return got == nullptr;
}

}  // namespace gen
