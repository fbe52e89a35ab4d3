# Part of GenInstall.cmake: the library.
install(CODE "set(gen_source \"${PROJECT_SOURCE_DIR}\")\nset(gen_headers \"${PROJECT_BINARY_DIR}/headers\")" COMPONENT library)
install(SCRIPT cmake/install-headers.cmake COMPONENT library)
install(DIRECTORY ${PROJECT_BINARY_DIR}/headers/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gentools COMPONENT library)
set_target_properties(gentools_formats PROPERTIES EXPORT_NAME formats)
install(TARGETS gentools gentools_formats EXPORT gentools ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(EXPORT gentools NAMESPACE gentools:: FILE gentoolsTargets.cmake DESTINATION ${gen_package_dir} COMPONENT library)

configure_package_config_file(cmake/gentoolsConfig.cmake.in gentoolsConfig.cmake INSTALL_DESTINATION ${gen_package_dir})
write_basic_package_version_file(gentoolsConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gentoolsConfig.cmake ${PROJECT_BINARY_DIR}/gentoolsConfigVersion.cmake DESTINATION ${gen_package_dir}
        COMPONENT library)

set(gen_pc_definitions "")
if(GEN_DOUBLE)
    set(gen_pc_definitions " -DGEN_DOUBLE")
endif()
# Relative to the file, so that `cmake --install --prefix` and moved trees work.
file(RELATIVE_PATH gen_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/gentools.pc.in gentools.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/gentools.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
