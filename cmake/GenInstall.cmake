# cmake --install: binaries, man pages, completions, examples, the files for neighbours in other languages; headers, libraries, CMake package,
# pkg-config file. Two components, which become two packages: the tools with what belongs to them, and the library.
# The libraries are static, so CMake and pkg-config find again what they stand on.
include(CMakePackageConfigHelpers)
set(gen_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gentools)
set(gen_doc_dir ${CMAKE_INSTALL_DATADIR}/doc/gentools)

get_property(gen_tools GLOBAL PROPERTY GEN_TOOLS)
if(gen_tools)
    install(TARGETS ${gen_tools} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
endif()
get_property(gen_links GLOBAL PROPERTY GEN_LINKS)  # names of the program that is all tools
foreach(link IN LISTS gen_links)
    install(FILES ${link} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
endforeach()

# Debian's zsh looks into vendor-completions below /usr and into site-functions below /usr/local.
if(EXISTS /etc/debian_version AND CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(gen_zsh_default ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
else()
    set(gen_zsh_default ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
set(GEN_ZSH_DIR ${gen_zsh_default} CACHE STRING "where completions of zsh go, below the prefix")
install(DIRECTORY completions/bash/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tools)
install(DIRECTORY completions/zsh/ DESTINATION ${GEN_ZSH_DIR} COMPONENT tools)
install(DIRECTORY completions/fish/ DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT tools)
foreach(section 1 5 7)
    install(DIRECTORY man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT tools FILES_MATCHING PATTERN "*.${section}")
endforeach()
install(DIRECTORY share/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gentools COMPONENT tools PATTERN __pycache__ EXCLUDE)
install(DIRECTORY examples DESTINATION ${gen_doc_dir} COMPONENT tools
        PATTERN out EXCLUDE PATTERN pictures EXCLUDE PATTERN __pycache__ EXCLUDE
        REGEX "examples/CMakeLists.txt$" EXCLUDE PATTERN sample-report.cpp EXCLUDE
        REGEX "/sweep/(make-runs|train-one)$" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
install(FILES CHANGELOG.md CITATION.cff LICENSE DESTINATION ${gen_doc_dir} COMPONENT tools)

if(NOT GEN_STATIC)
    include(GenInstallLibrary)
endif()
