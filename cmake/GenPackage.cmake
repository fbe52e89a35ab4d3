# cpack -G DEB: gentools and libgentools-dev, for Debian 12 and later. cpack -G TGZ in a build with GEN_STATIC: an archive that runs anywhere.
# packaging/cpack.cmake has what differs between the two, packaging/finish.cmake what is done to the files before they are packed.
set(GEN_MAINTAINER "the gentools authors <maintainers@gentools.invalid>" CACHE STRING "whom Debian packages name as their maintainer")
mark_as_advanced(GEN_MAINTAINER)

set(CPACK_PACKAGE_NAME gentools)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "the gentools authors")
set(CPACK_PACKAGE_CONTACT ${GEN_MAINTAINER})
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/packaging/cpack.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/finish.cmake)

# For those two files.
set(CPACK_GEN_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_GEN_STATIC ${GEN_STATIC})
set(CPACK_GEN_RELEASE_SECONDS ${gen_release_seconds})
if(GEN_WITH_ONEDNN)
    set(CPACK_GEN_RECOMMENDS libdnnl${gen_onednn_version})  # loaded by name, which what looks at linked libraries does not see
endif()
set(CPACK_GEN_LIBDIR ${CMAKE_INSTALL_LIBDIR})
# Libraries that are linked statically, and those that are headers: their licenses go with what is packed.
set(CPACK_GEN_LINKED ${HDF5_C_LIBRARIES} ${gen_archive_static})
if(GEN_STATIC)
    foreach(name c gcc gfortran quadmath stdc++)
        execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=lib${name}.a OUTPUT_VARIABLE file OUTPUT_STRIP_TRAILING_WHITESPACE)
        list(APPEND CPACK_GEN_LINKED ${file})
    endforeach()
    list(APPEND CPACK_GEN_LINKED ${openblas_LINK_LIBRARIES} ${JPEG_LIBRARIES} ${PNG_LIBRARIES} ${ZLIB_LIBRARIES})
endif()
list(FILTER CPACK_GEN_LINKED INCLUDE REGEX "[.]a$")
list(FILTER CPACK_GEN_LINKED EXCLUDE REGEX "lib(crypto|curl|dl|pthread)[.]a$")  # of drivers that are not linked, or empty
set(CPACK_GEN_INCLUDED CLI/CLI.hpp nlohmann/json.hpp xsimd/xsimd.hpp xtensor/xtensor.hpp xtensor-blas/xblas.hpp xtl/xtl_config.hpp)
list(TRANSFORM CPACK_GEN_INCLUDED PREPEND /usr/include/)

if(GEN_STATIC)
    install(CODE "include(${PROJECT_SOURCE_DIR}/packaging/licenses.cmake)
        copy_licenses(\"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${gen_doc_dir}/linked\" \"${CPACK_GEN_LINKED};${CPACK_GEN_INCLUDED}\")"
        COMPONENT tools)
    set(CPACK_GENERATOR TGZ)
else()
    set(CPACK_GENERATOR DEB)
endif()
include(CPack)
