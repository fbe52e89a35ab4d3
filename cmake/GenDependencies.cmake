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
