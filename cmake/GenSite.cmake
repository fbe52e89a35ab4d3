# Target `site`: the pages of BUILD/site, to be opened as files or served from any folder. Needs python3 and mandoc. Pictures and numbers are those of
# GEN_GALLERY, a folder that site/make-gallery made; without it the target runs the short examples into BUILD/gallery. What neither has is kept with
# the sources.
set(GEN_GALLERY "" CACHE PATH "pictures and numbers for the site, made by site/make-gallery")
get_property(gen_tools GLOBAL PROPERTY GEN_TOOLS)
set(gen_tool_files "")
foreach(tool IN LISTS gen_tools)
    list(APPEND gen_tool_files $<TARGET_FILE:${tool}>)
endforeach()
set(gen_site ${PROJECT_SOURCE_DIR}/site)
if(GEN_GALLERY)
    set(gen_gallery ${GEN_GALLERY})
    set(gen_run_examples "")
else()
    set(gen_gallery ${PROJECT_BINARY_DIR}/gallery)
    set(gen_run_examples COMMAND ${gen_site}/make-gallery --short ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/tools ${gen_gallery})
endif()
add_custom_target(site ${gen_run_examples}
                  COMMAND ${gen_site}/make-site ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/site ${gen_gallery} ${gen_tool_files}
                  DEPENDS ${gen_tools} sample-report VERBATIM USES_TERMINAL COMMENT "the site: site/index.html")
