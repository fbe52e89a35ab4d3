# What differs between packages; read by cpack once it knows which it makes. Times are those of the release, so that a version has one package.
set(ENV{SOURCE_DATE_EPOCH} ${CPACK_GEN_RELEASE_SECONDS})
if(CPACK_GENERATOR STREQUAL "DEB")
    if(CPACK_GEN_STATIC)
        message(FATAL_ERROR "this build has GEN_STATIC, of which cpack -G TGZ makes an archive; Debian packages are made of one without")
    endif()
    find_program(shlibdeps dpkg-shlibdeps)
    if(NOT shlibdeps)  # without it a package would depend on nothing
        message(FATAL_ERROR "no dpkg-shlibdeps, which finds what a package depends on (Debian: dpkg-dev)")
    endif()
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
    set(CPACK_DEB_COMPONENT_INSTALL ON)
    set(CPACK_COMPONENTS_ALL tools library)
    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
    set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
    set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")

    set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME gentools)
    set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION science)
    set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
    set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS ${CPACK_GEN_RECOMMENDS})
    set(CPACK_DEBIAN_TOOLS_DESCRIPTION "small Unix tools for generative models
Raw images in, a trained variational autoencoder or generative adversarial
network out, a picture at the end of the pipe: each tool does one thing, and
data, latents and models travel between them as HDF5, through files and pipes.
.
The same inputs, options and seed give the same bytes, for any number of
threads, whether a run was interrupted or not.")

    set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libgentools-dev)
    set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
    set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libopenblas-dev, libpng-dev, libjpeg-dev, libarchive-dev, libaec-dev, zlib1g-dev")
    set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS gentools)
    set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "library of generative models (development files)
What the tools of gentools are made of: autoencoders, adversarial networks,
their training and evaluation, and the files that they are kept in.
.
Headers, static libraries, a CMake package and a pkg-config file.")
else()
    if(NOT CPACK_GEN_STATIC)
        message(FATAL_ERROR "an archive is made of a build with GEN_STATIC (cmake --preset static); of this one cpack -G DEB makes Debian packages")
    endif()
    # Files of components are packed in the order of their names.
    set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
    set(CPACK_COMPONENTS_ALL tools)
    set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
    set(CPACK_ARCHIVE_TOOLS_FILE_NAME "gentools-${CPACK_PACKAGE_VERSION}-linux-x86_64")
    set(CPACK_PACKAGE_FILE_NAME "gentools-${CPACK_PACKAGE_VERSION}-linux-x86_64")
endif()
