#pragma once

/* What driver and preloaded shim share, of a program from the beginning of main. */
struct MainBegins {
    int first_failing; /* which allocations fail, */
    int last_failing;
    int allocations; /* and how many there were */
    int limited;     /* a resource of setrlimit(); -1: none */
    long most;       /* of it; memory beyond what there is then */
};

/* The number of no call: main begins. */
#define FAULT_MAIN_BEGINS 1023
