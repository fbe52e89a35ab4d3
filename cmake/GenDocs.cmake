# Target `docs`: writes man/*.1 and completions/ anew from the tools' own options. Test `docs-drift`: they are what the tools would write now.
get_property(gen_tools GLOBAL PROPERTY GEN_TOOLS)
set(gen_docs ${PROJECT_SOURCE_DIR}/cmake/docs.sh)
set(gen_tool_files "")
foreach(tool IN LISTS gen_tools)
    list(APPEND gen_tool_files $<TARGET_FILE:${tool}>)
endforeach()
add_custom_target(docs COMMAND ${gen_docs} write ${PROJECT_SOURCE_DIR} ${gen_tool_files} DEPENDS ${gen_tools} VERBATIM
                  COMMENT "man pages and completions")
if(BUILD_TESTING)
    add_test(NAME docs-drift COMMAND ${gen_docs} check ${PROJECT_SOURCE_DIR} ${gen_tool_files})
    set_tests_properties(docs-drift PROPERTIES LABELS cli)
endif()
