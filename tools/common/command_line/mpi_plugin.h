/* Between a tool and the library of MPI that it is run by: MPI's own types differ from library to library, so each has a small library of ours that
   is compiled against its headers and loaded where a launcher has started several processes. Functions return 0, else a status of MPI's. */
#ifndef GENTOOLS_MPI_PLUGIN_H
#define GENTOOLS_MPI_PLUGIN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { gen_mpi_interface = 2 };

struct gen_mpi {
    int interface; /* gen_mpi_interface */
    int rank;
    int size;
    const char* library; /* "Open MPI v4.1.4, ..." */
    /* Rank r has the bytes from ends[r - 1] to ends[r]; afterwards every rank has all. */
    int (*gather)(void* whole, const size_t* ends);
    int (*broadcast)(void* data, size_t bytes);
    /* Begun here and done once wait() has returned: until then the bytes are MPI's. Between two ranks in the order of calls. */
    int (*send)(const void* first, size_t bytes, int to);
    int (*receive)(void* first, size_t bytes, int from);
    /* Moves on what has begun, as MPI does only while it is called. */
    int (*progress)(void);
    int (*wait)(void);
    void (*finish)(void);
    void (*abort)(int status);
};

/* Begins with MPI. Null where that is not possible. */
const struct gen_mpi* gen_mpi_begin(void);

#ifdef __cplusplus
}
#endif

#endif
