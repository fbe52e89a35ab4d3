// In the place of tools in the program that is all of them: each prints how it was called.
#include <iostream>

#define GEN_MAIN(name, function)                                    \
    int function(int argc, char** argv) {                           \
        std::cout << (name) << " called as";                        \
        for (int i = 0; i < argc; ++i) std::cout << ' ' << argv[i]; \
        std::cout << (argv[argc] == nullptr ? "\n" : " ...\n");     \
        return 3;                                                   \
    }
#include "tools/tool_mains.inc"
