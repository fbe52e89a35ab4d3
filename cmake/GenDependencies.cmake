# What the project stands on; each becomes one target.
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(openblas REQUIRED IMPORTED_TARGET openblas)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(xtensor REQUIRED)
find_package(CLI11 2.1 REQUIRED)

# HDF5 static: a tool then starts in about 5 ms instead of 12 (Debian's shared library pulls in curl and forty others).
if(NOT GEN_HDF5_SHARED)
    set(HDF5_USE_STATIC_LIBRARIES ON)
endif()
find_package(HDF5 1.10 REQUIRED COMPONENTS C HL)
add_library(gen_hdf5 INTERFACE)
target_include_directories(gen_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
target_compile_definitions(gen_hdf5 INTERFACE H5_USE_110_API)  # the names of 1.10 in later versions
target_link_libraries(gen_hdf5 INTERFACE ${HDF5_C_LIBRARIES})
target_link_options(gen_hdf5 INTERFACE -Wl,--as-needed -Wl,--gc-sections)

# oneDNN, optional: the second engine of convolutions. Its library is loaded while a program runs, so its headers are all that a build needs. Version 3 has other
# functions; numbers that do not depend on its threads need OpenMP's, which can be told to be one.
set(gen_onednn_usable OFF)
find_path(GEN_ONEDNN_INCLUDE_DIR oneapi/dnnl/dnnl_version.h)
mark_as_advanced(GEN_ONEDNN_INCLUDE_DIR)
if(GEN_ONEDNN_INCLUDE_DIR AND NOT GEN_DOUBLE)
    file(STRINGS ${GEN_ONEDNN_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h gen_onednn_version REGEX "DNNL_VERSION_MAJOR +2$")
    file(STRINGS ${GEN_ONEDNN_INCLUDE_DIR}/oneapi/dnnl/dnnl_config.h gen_onednn_threads REGEX "DNNL_CPU_THREADING_RUNTIME +DNNL_RUNTIME_(OMP|SEQ)$")
    if(gen_onednn_version AND gen_onednn_threads)
        set(gen_onednn_usable ON)
    endif()
endif()
option(GEN_WITH_ONEDNN "oneDNN computes convolutions where it is faster" ${gen_onednn_usable})
if(GEN_WITH_ONEDNN AND NOT gen_onednn_usable)
    message(FATAL_ERROR "GEN_WITH_ONEDNN: needs the headers of oneDNN 2 with OpenMP (Debian: libdnnl-dev) and real = float")
endif()
message(STATUS "oneDNN: ${GEN_WITH_ONEDNN}")
