# Run by cpack when all files of a package lie in CPACK_TEMPORARY_INSTALL_DIRECTORY: what Debian's packages want to have otherwise, and who may read.
include(${CPACK_GEN_SOURCE}/packaging/licenses.cmake)
function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# packaging/copyright and the text of the license in the form that Debian gives it.
function(write_copyright file)
    file(READ ${CPACK_GEN_SOURCE}/packaging/copyright head)
    file(READ ${CPACK_GEN_SOURCE}/LICENSE license)
    string(REGEX REPLACE "^.*authors\n\n" "" license "${license}")
    string(REPLACE "\n\n" "\n.\n" license "${license}")
    string(REGEX REPLACE "\n(.)" "\n \\1" license "${license}")
    file(WRITE ${file} "${head}License: MIT\n ${license}")
endfunction()

# Versions of HDF5 do not mix, and Debian 12 and 13 have different ones: the library comes with the one that it was built with.
function(bring_hdf5 hdf5 libraries)
    run(install -m 644 ${hdf5} ${libraries}/libgentools_hdf5.a)
    run(sed -i -e "/^Requires:/s/ hdf5 / /" -e "/^Libs:/s/$/ -lgentools_hdf5 -lsz -ldl/" ${libraries}/pkgconfig/gentools.pc)
endfunction()

function(finish_debian_package root package linked)
    set(doc ${root}/usr/share/doc/${package})
    file(MAKE_DIRECTORY ${doc})
    file(REMOVE ${doc}/LICENSE)
    write_copyright(${doc}/copyright)
    run(${CPACK_GEN_SOURCE}/packaging/debian-changelog ${CPACK_GEN_SOURCE}/CHANGELOG.md ${CPACK_PACKAGE_CONTACT} ${doc}/changelog)
    copy_licenses(${doc}/linked ${linked})
    file(GLOB pages ${root}/usr/share/man/*/*)
    run(gzip -9n ${doc}/changelog ${pages})
    if(IS_DIRECTORY ${root}/usr/share/zsh/site-functions)
        file(RENAME ${root}/usr/share/zsh/site-functions ${root}/usr/share/zsh/vendor-completions)
    endif()
endfunction()

if(CPACK_GENERATOR STREQUAL "DEB")
    set(tools ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/tools)
    finish_debian_package(${tools} gentools "${CPACK_GEN_LINKED};${CPACK_GEN_INCLUDED}")
    configure_file(${CPACK_GEN_SOURCE}/packaging/lintian-overrides ${tools}/usr/share/lintian/overrides/gentools COPYONLY)

    set(library ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/library)
    set(hdf5 ${CPACK_GEN_LINKED})
    list(FILTER hdf5 INCLUDE REGEX "/libhdf5(_serial)?[.]a$")
    bring_hdf5(${hdf5} ${library}/usr/${CPACK_GEN_LIBDIR})
    finish_debian_package(${library} libgentools-dev "${hdf5};${CPACK_GEN_INCLUDED}")
endif()
run(chmod -R u=rwX,go=rX ${CPACK_TEMPORARY_INSTALL_DIRECTORY})  # whatever the umask is
