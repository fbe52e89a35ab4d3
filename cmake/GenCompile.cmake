# Flags of everything that is ours: warnings, sanitizers, and the floating-point rules that let loops vectorise without changing results.
add_library(gen_flags INTERFACE)
target_compile_options(gen_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wundef -fno-math-errno -fno-trapping-math
                                           -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(gen_flags INTERFACE -Wno-restrict)  # g++ 12 warns of std::string where nothing overlaps (its bug 105651)
else()
    target_compile_options(gen_flags INTERFACE -Wno-pass-failed)  # clang says where it leaves a loop as it is
endif()
if(GEN_WERROR)
    target_compile_options(gen_flags INTERFACE -Werror)
endif()
if(GEN_DOUBLE)
    target_compile_definitions(gen_flags INTERFACE GEN_DOUBLE)
endif()
if(GEN_SANITIZE)
    target_compile_options(gen_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(gen_flags INTERFACE -fsanitize=address,undefined)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(gen_flags INTERFACE -Wno-maybe-uninitialized)  # it takes what the sanitizers add for reads
    endif()
endif()
