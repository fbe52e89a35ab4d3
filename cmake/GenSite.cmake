# Target `site`: the pages of BUILD/site, to be opened as files or served from any folder. Needs python3 and mandoc.
get_property(gen_tools GLOBAL PROPERTY GEN_TOOLS)
set(gen_tool_files "")
foreach(tool IN LISTS gen_tools)
    list(APPEND gen_tool_files $<TARGET_FILE:${tool}>)
endforeach()
add_custom_target(site COMMAND ${PROJECT_SOURCE_DIR}/site/make-site ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/site ${gen_tool_files}
                  DEPENDS ${gen_tools} VERBATIM USES_TERMINAL COMMENT "the site: site/index.html")
