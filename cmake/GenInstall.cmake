# cmake --install: binaries, man pages, completions, headers, libraries, CMake package, pkg-config file.
