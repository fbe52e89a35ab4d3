# cmake --install: binaries, man pages, completions, the files for neighbours in other languages, headers, libraries, CMake package, pkg-config file.
# The libraries are static, so both packages find again what they stand on.
include(CMakePackageConfigHelpers)
set(gen_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gentools)

get_property(gen_tools GLOBAL PROPERTY GEN_TOOLS)
if(gen_tools)
    install(TARGETS ${gen_tools} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

# Debian's zsh looks into vendor-completions below /usr and into site-functions below /usr/local.
if(EXISTS /etc/debian_version AND CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(gen_zsh_default ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
else()
    set(gen_zsh_default ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
set(GEN_ZSH_DIR ${gen_zsh_default} CACHE STRING "where completions of zsh go, below the prefix")
install(DIRECTORY completions/bash/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(DIRECTORY completions/zsh/ DESTINATION ${GEN_ZSH_DIR})
install(DIRECTORY completions/fish/ DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
foreach(section 1 5 7)
    install(DIRECTORY man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} FILES_MATCHING PATTERN "*.${section}")
endforeach()

install(DIRECTORY share/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gentools PATTERN __pycache__ EXCLUDE)
install(CODE "set(gen_source \"${PROJECT_SOURCE_DIR}\")\nset(gen_headers \"${PROJECT_BINARY_DIR}/headers\")")
install(SCRIPT cmake/install-headers.cmake)
install(DIRECTORY ${PROJECT_BINARY_DIR}/headers/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gentools)
set_target_properties(gentools_formats PROPERTIES EXPORT_NAME formats)
install(TARGETS gentools gentools_formats EXPORT gentools ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT gentools NAMESPACE gentools:: FILE gentoolsTargets.cmake DESTINATION ${gen_package_dir})

configure_package_config_file(cmake/gentoolsConfig.cmake.in gentoolsConfig.cmake INSTALL_DESTINATION ${gen_package_dir})
write_basic_package_version_file(gentoolsConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gentoolsConfig.cmake ${PROJECT_BINARY_DIR}/gentoolsConfigVersion.cmake DESTINATION ${gen_package_dir})

set(gen_pc_definitions "")
if(GEN_DOUBLE)
    set(gen_pc_definitions " -DGEN_DOUBLE")
endif()
# Relative to the file, so that `cmake --install --prefix` and moved trees work.
file(RELATIVE_PATH gen_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/gentools.pc.in gentools.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/gentools.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
