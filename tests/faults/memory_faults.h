#pragma once

/* What driver and preloaded shim share: which allocations after the beginning of main fail, and how many there were. */
struct MemoryFaults {
    int first;
    int last;
    int count;
};

/* The number of no call: main begins. */
#define FAULT_MAIN_BEGINS 1023
