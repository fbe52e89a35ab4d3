# Flags of everything that is ours: warnings, sanitizers, and the floating-point rules that let loops vectorise without changing results.
add_library(gen_flags INTERFACE)
target_compile_options(gen_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wundef -fno-math-errno -fno-trapping-math
                                           -ffp-contract=off)
# The linker then leaves out of a tool what it does not use (--gc-sections, GenDependencies).
target_compile_options(gen_flags INTERFACE -ffunction-sections -fdata-sections)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(gen_flags INTERFACE "SHELL:--param ggc-min-heapsize=524288")  # kB before it searches for garbage: 3 to 8 % of the time
    # g++ 12 warns of std::string where nothing overlaps or overflows (its bugs 105651 and 105329).
    target_compile_options(gen_flags INTERFACE -Wno-restrict -Wno-stringop-overflow)
    if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
        # g++ 14 warns of xtensor's shapes of one dimension, where nothing is out of bounds, and of precompiled headers that it does not take for
        # sources of another -O.
        target_compile_options(gen_flags INTERFACE -Wno-array-bounds)
        set(CMAKE_PCH_WARN_INVALID OFF)
    endif()
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
    # Left out is what doubles the code and is seen otherwise: a null pointer or the end of an object that is read past by the search for addresses.
    # Misaligned numbers are not: all processors that we build for read them, and memcpy is how our code does.
    target_compile_options(gen_flags INTERFACE -fsanitize=address,undefined -fno-sanitize=null,object-size,alignment -fno-sanitize-recover=all
                                               -fno-omit-frame-pointer)
    target_link_options(gen_flags INTERFACE -fsanitize=address,undefined -no-pie)  # a third of the time to start
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(gen_flags INTERFACE -Wno-maybe-uninitialized)  # it takes what the sanitizers add for reads
    endif()
endif()
if(GEN_FUZZ)
    target_compile_options(gen_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What most sources include of the standard library is read once and kept. A source still names what it uses, and compiles without this too
# (CMAKE_DISABLE_PRECOMPILE_HEADERS). Headers that few need stay out: what is kept costs each source the time to load it.
set(gen_standard_headers
    <algorithm> <array> <cmath> <cstddef> <cstdint> <cstdlib> <cstring> <functional> <limits> <map> <memory> <numbers> <numeric> <optional> <span>
    <string> <string_view> <utility> <variant> <vector>)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "")
# gen_precompiled(NAME [HEADER...]): the headers that targets compiled as NAME share.
function(gen_precompiled name)
    add_library(gen_precompiled_${name} OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(gen_precompiled_${name} PRIVATE gen_flags)
    target_precompile_headers(gen_precompiled_${name} PRIVATE ${gen_standard_headers} ${ARGN})
endfunction()
gen_precompiled(standard)

# gen_compile_together(TARGET): most of what a source costs the compiler is headers: those of a folder are compiled about a dozen at a time, in larger
# folders by the first letters of their names. Of sources that are compiled together, names at file scope must differ.
function(gen_compile_together target)
    if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
        return()  # clang-tidy, which reads each by itself
    endif()
    get_target_property(sources ${target} SOURCES)
    foreach(source IN LISTS sources)
        get_filename_component(folder ${source} DIRECTORY)
        get_filename_component(name ${source} NAME)
        string(MAKE_C_IDENTIFIER "${folder}" group)
        set(neighbours ${sources})
        list(FILTER neighbours INCLUDE REGEX "^${folder}/?[^/]+$")
        list(LENGTH neighbours count)
        if(count LESS_EQUAL 12)
            set(ranges a-z)
        elseif(count LESS_EQUAL 24)
            set(ranges a-l m-z)
        elseif(count LESS_EQUAL 48)
            set(ranges a-f g-l m-r s-z)
        else()
            set(ranges a-c d-f g-i j-l m-o p-r s-u v-z)
        endif()
        foreach(letters IN LISTS ranges)
            if(name MATCHES "^[${letters}]")
                set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group}_${letters})
            endif()
        endforeach()
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# gen_compiled(TARGET [AS NAME] [RELEASE OPTION] [TOGETHER [ALONE SOURCE...]]): with our flags and those headers. RELEASE: the optimisation of a
# release build, where it is another than the whole project's: what gives orders rather than counts compiles in half the time with -O1. TOGETHER: a
# dozen sources at a time, but for those ALONE, which bring a library along to every tool that they are part of.
function(gen_compiled target)
    cmake_parse_arguments(PARSE_ARGV 1 gen "TOGETHER" "AS;RELEASE" "ALONE")
    if(NOT gen_AS)
        set(gen_AS standard)
    endif()
    target_precompile_headers(${target} REUSE_FROM gen_precompiled_${gen_AS})
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:gen_flags>)
    if(gen_RELEASE)
        target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:${gen_RELEASE}>)
    endif()
    if(gen_TOGETHER)
        gen_compile_together(${target})
        set_source_files_properties(${gen_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
endfunction()
